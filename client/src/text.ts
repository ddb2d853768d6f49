// Every sentence and word of the page, in one table. What is added here is missing in text/german.ts until it is there, too.

import { bytes, counter, decimal, list, number, percent, plain, thousands } from "./text/locale";
import type { NoAccessCode } from "./text/access";
import type { Mark } from "./view/fidelity";
import type { SlabMode, ViewName } from "./wire/operations";

export { decimal, number, plain, thousands } from "./text/locale";

const count = counter("en");
const counted = (n: number, one: string, other: string): string => count(n, { one, other });

export const english = {
  product: "Tomocast",
  notAMedicalDevice: "Tomocast is not a medical device. Not for primary diagnosis.",

  views: { axial: "Axial", coronal: "Coronal", sagittal: "Sagittal", volume: "Volume", film: "Film" } satisfies Record<ViewName, string>,
  mip: "MIP",
  planeTags: { axial: "AX", coronal: "COR", sagittal: "SAG" },
  /** Names that the server gives to windows and looks; what is not here is shown as it came. */
  presets: {} as Readonly<Record<string, string>>,
  /** The server's words for where the eye of a projection is. */
  directions: {
    left: "left", right: "right", anterior: "anterior", posterior: "posterior", cranial: "cranial", caudal: "caudal",
  },
  slabModes: { max: "MIP", min: "MinIP", mean: "mean" } satisfies Record<SlabMode, string>,
  slabModeNames: { max: "MIP", min: "MinIP", mean: "Mean" } satisfies Record<SlabMode, string>,
  fidelity: {
    moving: "Moving",
    lossless: "Lossless",
    stale: "Stale",
    unverified: "Not verified",
  } satisfies Record<Mark, string>,
  fidelityMeans: {
    moving: "Video, lossy: the hand moves, or the exact picture has not come yet.",
    lossless: "The exact picture: its pixels hash to the server's value.",
    stale: "Older than the last input, or the link is gone.",
    unverified: "The pixels do not hash to the server's value. The picture is fetched again.",
  } satisfies Record<Mark, string>,
  reduced: "Reduced",
  reducedMeans: "Video of fewer pixels, as the line is slow. The exact picture follows when the hand rests.",
  seconds: (n: number): string => `${number(n)}\u00a0s`,
  ofViews: (count: number, all: number): string => `${count} of ${all}`,
  milliseconds: (n: number): string => `${number(n)}\u00a0ms`,
  transports: { webrtc: "WebRTC", turn: "TURN relay", websocket: "WebSocket", stills: "Stills", lost: "Reconnecting", opening: "Opening" },
  stills: {
    head: "Still pictures",
    goOn: "Go on with stills",
    insecure: "Without https the browser shows no video. Pictures come one by one, lossless at rest.",
    webcodecs: "This browser has no WebCodecs for video. Pictures come one by one, lossless at rest.",
    h264: "This browser does not decode H.264 video. Pictures come one by one, lossless at rest.",
    busy: "All places with video are taken. A few pictures a second, lossless at rest.",
  },

  /** Words on pictures never wrap: plain spaces, which scripts that read them expect. */
  picture: {
    image: (n: number, of: number): string => `${n} / ${of}`,
    at: (axis: string, mm: number): string => `${axis} ${decimal(mm)} mm`,
    oblique: "oblique",
    slab: (mm: number, mode: string): string => `${plain(mm)} mm ${mode}`,
    window: (width: number, level: number, unit: string): string =>
      `W ${plain(width)} L ${plain(level)}${unit ? ` ${unit}` : ""}`,
    zoom: (factor: number): string => `Zoom ${decimal(factor)}`,
    inverted: "Inverted",
    value: (value: number, unit: string): string => `${plain(value)}${unit ? ` ${unit}` : ""}`,
    scale: (mm: number): string => `${mm} mm`,
    study: (date: string): string => (date ? `study ${date}` : "study date unknown"),
  },
  warnings: {
    incomplete: (fraction: number): string => `Incomplete ${percent(fraction)}`,
    projection: "Projection: no depth",
    tilt: (degrees: string): string => (degrees ? `Tilt ${degrees}\u00b0 corrected` : "Tilt corrected"),
    gap: (slices: string): string =>
      slices ? `Gap: ${counted(Number(slices), "slice", "slices")} interpolated` : "Gap interpolated",
    spacing: "Spacing unequal, resampled",
    missing: "Series incomplete",
    lossy: (ratio: string): string => (ratio ? `Source lossy ${ratio}:1` : "Source lossy"),
    uncalibrated: "Uncalibrated: no mm",
    region: "Millimetres in the region only",
    detector: "Millimetres at the detector",
    orientation: "Orientation corrected",
  },

  start: {
    heading: "Studies",
    search: "Search studies",
    skip: "Skip to the studies",
    language: "Language",
    placeholder: "Name, ID, accession number or description",
    columns: { patient: "Patient", date: "Study date", kind: "Kind", description: "Description", images: "Images", state: "State" },
    count: (n: number): string => counted(n, "study", "studies"),
    filters: "Filters",
    all: "All",
    dates: { any: "Any date", week: "7 days", today: "Today" },
    noneLeft: "No study passes these filters",
    clearFilters: "Clear the filters",
    nameless: "No name",
    states: { received: "Received", arriving: "Arriving", remarked: "Received, with remarks" },
    remarks: "Remarks on what was received",
    empty: "No studies yet",
    emptyHow: "Import files on this machine, or send them from a modality or an archive.",
    importCommand: "tomocast import FOLDER",
    copy: "Copy the import command",
    node: (aet: string, port: number | null): string =>
      port === null ? "The DICOM node is not running." : `DICOM: AE title ${aet}, port ${port}, this host`,
    noMatch: (search: string): string => `Nothing matches \u201c${search}\u201d`,
    clear: "Clear the search",
    loading: "Reading the list of studies",
    failed: "The list of studies cannot be read",
    again: "Try again",
    selected: "Selected study",
    series: "Series",
    choose: "Choose a study to see what is in it.",
    preview: (what: string): string => `Preview, ${what}`,
    shownAs: "Can be shown as",
    planesAndVolume: "Slices in any plane, slabs, MIP, volume",
    onePlane: "One slice in its own plane",
    geometry: "Geometry and values",
    regular: "Nothing to note",
    cannot: "Cannot be shown",
    refusedOf: (n: number, why: string): string => `${counted(n, "image", "images")}: ${why}`,
    noVolume: "No volume in this series",
    images: (n: number): string => counted(n, "image", "images"),
    matrix: (columns: number, rows: number): string => `${columns}\u00d7${rows}`,
    spacing: (mm: number): string => `${plain(mm)} mm`,
    openTwo: "Open 2\u00d72",
    openThree: "1+3",
    openSingle: "Single",
    server: (studies: number, device: string): string => `${counted(studies, "study", "studies")} \u00b7 ${device}`,
    close: "Close",
  },

  access: {
    "sign-in": { head: "You are not signed in", body: "The address that you were given carries the access key: open it once. Or enter the key here." },
    "signed-out": { head: "Your sign-in has ended", body: "It ends after twelve hours without use. Open the address with the access key again, or enter the key here." },
    "wrong-key": { head: "This access key does not fit", body: "It may have been cut when it was copied, or it was changed. Enter the whole key here." },
    right: { head: "You may not open this", body: "Your sign-in does not carry the right to it. Nothing is wrong with your browser or with the study." },
    "link-expired": { head: "This invitation has ended", body: "Invitations hold for a time only. Whoever invited you can send you a new one." },
    "link-revoked": { head: "This invitation was withdrawn", body: "Whoever invited you has taken it back, and can send you a new one." },
    "link-closed": { head: "This room is closed", body: "Nobody is in it any more, or its study was closed. Whoever invited you can open it again." },
    "link-unknown": { head: "This invitation is not known", body: "The address may have been cut when it was copied. Open the whole of it." },
    key: "Access key",
    signIn: "Sign in",
    ask: "Who can help:",
    askWhoRuns: "Whoever runs this server can help.",
    copy: "Copy a message to them",
    copied: "Copied",
    question: (address: string, code: string, at: Date): string => `I cannot open ${address} (${code}, ${at.toISOString().slice(0, 16)} UTC). Can you help?`,
  } satisfies Readonly<Record<NoAccessCode, { head: string; body: string }>> & Readonly<Record<string, unknown>>,

  upload: {
    heading: "Files on their way into the archive",
    files: "Add files",
    folder: "Add a folder",
    drop: "Drop files, folders or zip archives here",
    zone: "Or drop files, folders or zip archives anywhere on this page.",
    going: (answered: number, all: number): string => `${thousands(answered)} of ${counted(all, "file", "files")} taken`,
    reading: "All sent. The server reads them.",
    share: (done: number): string => percent(done),
    done: (imported: number, known: number): string =>
      known > 0 ? `${counted(imported, "image", "images")} received, ${thousands(known)} already here` : `${counted(imported, "image", "images")} received`,
    refused: (n: number): string => `${counted(n, "file was", "files were")} not taken`,
    tooLarge: (most: number): string => `larger than the ${bytes(most)} that come over the web at once; use tomocast import`,
    stop: "Stop",
    stopped: "Stopped. What had come is kept.",
  },

  viewer: {
    heading: (patient: string, what: string): string => `Viewer: ${patient}, ${what}`,
    studies: "Studies",
    skip: "Skip to the pictures",
    layout: "Layout",
    layouts: { "2x2": "Two by two", "1+3": "One and three", single: "Single", mip: "Turning MIP", film: "One large view" },
    window: "Window",
    ownWindow: "Own",
    slab: "Slab",
    thin: "Thin",
    tools: "Tools",
    leftButton: "Left button tool",
    fingerTool: "One-finger tool",
    tool: {
      window: "Window", scroll: "Scroll", pan: "Pan", zoom: "Zoom", crosshair: "Crosshair", rotate: "Rotate", point: "Point", draw: "Draw",
    },
    toolLong: {
      window: "Window", scroll: "Scroll", pan: "Pan", zoom: "Zoom", crosshair: "Crosshair", rotate: "Rotate plane or volume",
      point: "Point for the others", draw: "Draw for the others",
    },
    cine: "Cine",
    cineStop: "Stop",
    invert: "Invert",
    reset: "Reset",
    resetView: "Reset view",
    undo: "Undo",
    redo: "Redo",
    help: "All keys",
    panel: "Side panel",
    withKey: (label: string, key: string): string => `${label} (${key})`,
    opening: "Opening",
    loading: (slices: number, of: number): string => `${thousands(slices)} of ${thousands(of)} slices`,
    loadingMore: (done: number, all: number, seconds: number): string =>
      `${bytes(done)} of ${bytes(all)}, ${number(seconds)}\u00a0s. Read on, the rest comes.`,
    reconnecting: "Reconnecting",
    kept: "Your view is kept.",
    waiting: "It opens by itself as soon as a place is free.",
    openAsStills: "Open as stills",
    tryNow: "Try now",
    noAnswer: "The server does not answer",
    since: (time: string): string => `Since ${time}. Trying every 5 s. Your view is kept.`,
    fault: "This cannot be shown",
    faultCode: (code: string): string => `Code: ${code}`,
    openAgain: "Open again",
    copyCode: "Copy the code",
    safe: "The studies on the server are safe.",
    back: "Back to the studies",
  },

  panel: {
    label: "View settings",
    tabs: { view: "View", series: "Series", room: "Room" },
    presets: "Preset",
    width: "Width",
    level: "Level",
    slab: "Slab",
    thickness: "Thickness",
    mode: "Slab mode",
    volume: "Volume view",
    projection: "Shown as",
    projections: { volume: "Volume", mip: "MIP" },
    seenFrom: "Seen from",
    sides: { anterior: "Front", posterior: "Back", left: "Left", right: "Right", head: "Head", feet: "Feet" },
    planes: "Planes along",
    planesOf: { patient: "Patient", acquisition: "Acquisition" },
    notes: "What was done to this volume",
    room: "Room light",
    rooms: { office: "Office", dark: "Dark" },
    hand: "Tools at the",
    wheel: "Wheel down goes",
    wheelDown: { feet: "To the feet", head: "To the head" },
    thisStudy: "Series of this study",
    picture: "Picture",
    flips: { across: "Flip across", upsideDown: "Upside down", left: "Left 90\u00b0", right: "Right 90\u00b0" },
    steps: {
      zoom: { label: "Zoom", out: "Zoom out", in: "Zoom in" },
      roll: { label: "Roll", left: "Roll left by 5\u00b0", right: "Roll right by 5\u00b0" },
      tilt: { label: "Tilt", left: "Tilt the other planes left by 5\u00b0", right: "Tilt the other planes right by 5\u00b0" },
      move: { label: "Move", left: "Move left", up: "Move up", down: "Move down", right: "Move right" },
      eye: { label: "Turn", left: "Turn left by 5\u00b0", up: "Turn up by 5\u00b0", down: "Turn down by 5\u00b0", right: "Turn right by 5\u00b0" },
    },
  },

  room: {
    button: (people: number, unread: number): string =>
      [people > 1 ? `Room, ${counted(people, "person", "people")} here` : "Room", unread > 0 && counted(unread, "new note", "new notes")].filter(Boolean).join(", "),
    notes: (unread: number): string => counted(unread, "new note", "new notes"),
  },

  /** Keys as keyboards name them. */
  keyNames: { Ctrl: "Ctrl", Shift: "Shift", PageUp: "PgUp", PageDown: "PgDn", Home: "Home", End: "End", Delete: "Del", "-": "\u2212" },

  viewMenu: {
    label: (view: string): string => `${view}: what the picture does`,
    invert: "Invert",
    fit: "Fit",
    flipAcross: "Flip across",
    flipUpsideDown: "Flip upside down",
    turnLeft: "Turn left by 90\u00b0",
    turnRight: "Turn right by 90\u00b0",
    reset: "Reset view",
    full: "Full view and back",
    text: "Less text, all text",
    help: "All keys and gestures",
  },

  help: {
    heading: "Mouse, touch and keys",
    close: "Close",
  },

  /** Films, pages and single pictures; and playing, also of a plane through its volume. */
  film: {
    picture: "Picture",
    pages: "Pages",
    untimed: "no frame time",
    frame: (n: number, of: number): string => `Frame ${n} of ${of}`,
    spokenFrame: (n: number, of: number): string => `frame ${n} of ${of}`,
    frames: (n: number): string => counted(n, "frame", "frames"),
    perSecond: (rate: number): string => `${plain(rate)}/s`,
    colourAt: (red: number, green: number, blue: number): string => `R ${red} G ${green} B ${blue}`,
    place: "Place in the film",
    pixel: (x: string, y: string): string => `${x}, ${y} px`,
    millimetres: (x: number, y: number): string => `${decimal(x)}, ${decimal(y)} mm`,
    noWindow: "A colour picture has no window",
    colour: "Colour",
    bar: "Playing",
    play: "Play",
    pause: "Pause",
    stepBack: "One frame back",
    stepOn: "One frame on",
    number: "Frame",
    of: (n: number): string => `of ${n}`,
    rate: "Rate",
    rateOf: (rate: number, factor: number | null): string =>
      factor === null ? `${plain(rate)}/s` : factor === 1 ? `${plain(rate)}/s, as recorded` : `${plain(rate)}/s, ${plain(factor)}\u00d7`,
    turnRate: (degrees: number): string => `${number(degrees)}\u00b0/s`,
    backwards: "Backwards",
    forwards: "Forwards",
    ends: "At the end",
    loop: "Loop",
    turn: "There and back",
    close: "Close",
    openFilm: "Play as film",
    openPages: "Show pages",
    openPicture: "Show picture",
    shownAs: {
      film: (frames: string, rate: string): string => `A film of ${frames}, ${rate}`,
      pages: (frames: string): string => `Pages: ${frames}`,
      picture: "A picture",
    },
    notes: "What was done to these pictures",
    loading: (frames: number, of: number): string => `${thousands(frames)} of ${thousands(of)} frames`,
    calibrated: "Lengths in millimetres, as the file tells",
    uncalibrated: "Not calibrated: lengths in pixels, no millimetres",
    noVolume: (why: string): string => `No volume: ${why}`,
  },

  spoken: {
    image: (view: string, n: number, of: number): string => `${view} ${n} of ${of}.`,
    position: (view: string, mm: number): string => `${view} at ${decimal(mm)} millimetres.`,
    window: (label: string, width: number, level: number): string =>
      `Window ${label || "own"}, width ${plain(width)}, level ${plain(level)}.`,
    seenFrom: (side: string): string => `Seen from ${side}.`,
    imageLong: (n: number, of: number): string => `image ${n} of ${of}`,
    positionLong: (mm: number): string => `${decimal(mm)} millimetres`,
    slab: (words: string): string => `slab ${words}`,
    slabNow: (words: string): string => `Slab ${words}.`,
    zoom: (factor: number): string => `zoom ${decimal(factor)}`,
    unverified: (views: readonly string[]): string => `Not verified: ${list(views)}. Do not read from it.`,
    lost: "The link to the server is lost.",
    role: "medical image view",
    slice: (view: string): string => `${view} slice`,
  },

  errors: {
    unreachable: "The server cannot be reached.",
    refused: (status: number): string => `The server refused (${status}).`,
    protocol: "The page and the server do not fit together. Load the page again; if that does not help, update the server.",
  },
} as const;

/** A table in any language: the same keys, whatever the words. */
export type Words<T> = T extends string ? string
  : T extends (...given: infer G) => string ? (...given: G) => string
  : { readonly [K in keyof T]: Words<T[K]> };
export type Texts = Words<typeof english>;

/** The reader's table. Read it where words are shown, not when a module loads: the language is known a moment later. */
export let text: Texts = english;

export function speak(table: Texts): void {
  text = table;
}
