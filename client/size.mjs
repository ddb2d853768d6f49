// Fails where the first load has grown over its budget: gzip bytes of what index.html asks for.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_KB = { js: 90, css: 8 };
const page = readFileSync("dist/index.html", "utf8");
const files = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(js|css))"/g)];
let failed = files.length === 0;
for (const kind of ["js", "css"]) {
  const kilobytes = files
    .filter((match) => match[2] === kind)
    .reduce((sum, match) => sum + gzipSync(readFileSync(`dist/${match[1]}`)).length / 1024, 0);
  const over = kilobytes > BUDGET_KB[kind];
  failed ||= over;
  console.log(`${kind}: ${kilobytes.toFixed(1)} KB gzip of ${BUDGET_KB[kind]}${over ? ", TOO MUCH" : ""}`);
}
process.exit(failed ? 1 : 0);
