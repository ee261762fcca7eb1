// Bundles every entry point (js/<name>.js) into <out>/<name>.js and <out>/<name>.css: node build.mjs [out]
import { build } from "esbuild";
import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "..", "static"));
const entries = readdirSync(here).filter((name) => name.endsWith(".js")).sort();
// Long names of our own, none of them a browser's, a trait's or a message's: every widget carries its whole bundle.
const OWN =
  /^(acts|alike|base|begin|canRedo|canUndo|cancel|cleanup|commit|counts|cover|crosshair|drag|drop|element|erase|finish|fitted|guard|hand|hear|isHeld|isSpaceDown|listen|moved|pinch|ping|radius|scale|sheet|show|showAll|showHand|stage|stale|steer|stride|sync|tell|toPicture|touched|toWindow|under|watchers|whole|write)$/;

await build({
  absWorkingDir: here,
  entryPoints: entries,
  outdir: out,
  bundle: true,
  minify: true,
  mangleProps: OWN,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
