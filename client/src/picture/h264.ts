// What a decoder must be told about an H.264 stream (ITU-T H.264 section 7.3.2.1 and annex B; RFC 6381 for the name).

const SEQUENCE_PARAMETER_SET = 7;

/** The codec string of an Annex B access unit, from its sequence parameter set; null where it carries none. */
export function codecOf(data: Uint8Array): string | null {
  for (let at = 0; at + 6 < data.length; at += 1) {
    const starts = data[at] === 0 && data[at + 1] === 0 && data[at + 2] === 1;
    if (!starts || ((data[at + 3] ?? 0) & 0x1f) !== SEQUENCE_PARAMETER_SET) continue;
    return `avc1.${hex(data[at + 4])}${hex(data[at + 5])}${hex(data[at + 6])}`;
  }
  return null;
}

function hex(byte = 0): string {
  return byte.toString(16).padStart(2, "0");
}
