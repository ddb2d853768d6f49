// Why somebody is not let in: codes of the server's refusals, and what has become of a link.

export const NO_ACCESS = ["sign-in", "signed-out", "wrong-key", "right", "link-expired", "link-revoked", "link-closed", "link-unknown"] as const;
export type NoAccessCode = (typeof NO_ACCESS)[number];

/** Null for every other code. `search` is the page's own address: a key that stands in it did not fit. */
export function noAccess(code: string, search = ""): NoAccessCode | null {
  if (code === "sign-in" && new URLSearchParams(search).has("token")) return "wrong-key";
  // As it is said to who is put out.
  if (code === "revoked") return "link-revoked";
  return NO_ACCESS.find((one) => one === code) ?? null;
}

/** What the server says of a link into a room: expired, revoked, closed; whatever else is said, the link is no good. */
export function noWayIn(code: string): NoAccessCode {
  return noAccess(`link-${code}`) ?? "link-unknown";
}
