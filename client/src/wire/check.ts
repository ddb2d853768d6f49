// Checks of what arrives, from which TypeScript derives the types: one description, no second list of fields.

/** What the server sent does not have the agreed form. The sentence names the field. */
export class WireError extends Error {
  override name = "WireError";
}

export type Check<T> = (value: unknown, field: string) => T;
export type Checked<C> = C extends Check<infer T> ? T : never;

function refuse(field: string, wanted: string): never {
  throw new WireError(`${field} is not ${wanted}`);
}

export const text: Check<string> = (value, field) =>
  typeof value === "string" ? value : refuse(field, "a text");

export const flag: Check<boolean> = (value, field) =>
  typeof value === "boolean" ? value : refuse(field, "true or false");

export const real: Check<number> = (value, field) =>
  typeof value === "number" && Number.isFinite(value) ? value : refuse(field, "a finite number");

export const whole: Check<number> = (value, field) =>
  Number.isSafeInteger(value) ? (value as number) : refuse(field, "a whole number");

export const bytes: Check<Uint8Array<ArrayBuffer>> = (value, field) =>
  value instanceof Uint8Array ? (value as Uint8Array<ArrayBuffer>) : refuse(field, "bytes");

export function oneOf<const T extends readonly (string | number)[]>(...allowed: T): Check<T[number]> {
  return (value, field) =>
    allowed.includes(value as T[number]) ? (value as T[number]) : refuse(field, `one of ${allowed.join(", ")}`);
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value, field) => (value === null || value === undefined ? null : check(value, field));
}

/** A field that older peers leave out. */
export function withDefault<T>(check: Check<T>, fallback: T): Check<T> {
  return (value, field) => (value === undefined ? fallback : check(value, field));
}

export function listOf<T>(check: Check<T>): Check<T[]> {
  return (value, field) =>
    Array.isArray(value)
      ? value.map((item: unknown, at) => check(item, `${field}[${at}]`))
      : refuse(field, "a list");
}

export function tupleOf<T, const N extends readonly unknown[]>(check: Check<T>, ...like: N): Check<{ [K in keyof N]: T }> {
  return (value, field) =>
    Array.isArray(value) && value.length === like.length
      ? (value.map((item: unknown, at) => check(item, `${field}[${at}]`)) as { [K in keyof N]: T })
      : refuse(field, `a list of ${like.length}`);
}

export function dictionaryOf<T>(check: Check<T>): Check<Record<string, T>> {
  return (value, field) => {
    const found: Record<string, T> = {};
    for (const [key, item] of Object.entries(asRecord(value, field))) found[key] = check(item, `${field}.${key}`);
    return found;
  };
}

type Fields = Record<string, Check<unknown>>;
export type Shape<F extends Fields> = { [K in keyof F]: Checked<F[K]> };

/** A map with these fields; what a newer peer adds is left aside. */
export function record<F extends Fields>(fields: F): Check<Shape<F>> {
  return (value, field) => {
    const given = asRecord(value, field);
    const found: Record<string, unknown> = {};
    for (const [key, check] of Object.entries(fields)) found[key] = check(given[key], `${field}.${key}`);
    return found as Shape<F>;
  };
}

/** Some fields of a map, each of them as it should be. */
export function partOf<F extends Fields>(fields: F): Check<Partial<Shape<F>>> {
  return (value, field) => {
    const given = asRecord(value, field);
    const found: Record<string, unknown> = {};
    for (const [key, check] of Object.entries(fields)) {
      if (Object.hasOwn(given, key)) found[key] = check(given[key], `${field}.${key}`);
    }
    return found as Partial<Shape<F>>;
  };
}

export function asRecord(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    return refuse(field, "a map");
  }
  return value as Record<string, unknown>;
}
