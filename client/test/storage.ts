import { vi } from "vitest";

/** A browser's storage of that name, empty, until globals are unstubbed. Keys are listed as the browser lists them. */
export function emptyStorage(name: "sessionStorage" | "localStorage"): Storage {
  class Kept {
    getItem(key: string): string | null {
      return (this as unknown as Record<string, string>)[key] ?? null;
    }
    setItem(key: string, value: string): void {
      (this as unknown as Record<string, string>)[key] = value;
    }
    removeItem(key: string): void {
      delete (this as unknown as Record<string, string>)[key];
    }
    clear(): void {
      for (const key of Object.keys(this)) this.removeItem(key);
    }
  }
  const storage = new Kept() as unknown as Storage;
  vi.stubGlobal(name, storage);
  return storage;
}
