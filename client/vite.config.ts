import { defineConfig } from "vitest/config";

export default defineConfig({
  // Relative addresses: the page also works behind a path of a proxy.
  base: "./",
  build: {
    target: "es2022",
    // The content security policy allows files of our own only: nothing becomes a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 200,
  },
  server: {
    // `npm run dev` beside a running `tomocast serve`.
    proxy: { "/api": { target: "http://127.0.0.1:8080", ws: true } },
  },
  test: { include: ["test/**/*.test.{ts,tsx}"], environment: "node" },
});
