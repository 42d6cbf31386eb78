// Builds the app into field/dist (git-ignored): `node field/build.mjs`. With `--probe FILE`, only the rules, for tests.
// File names carry the digest of their content; the service worker gets the list of all of them.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const need = createRequire(join(here, "package.json"));
const root = dirname(here);
const out = join(here, "dist");
const shared = {
  bundle: true, minify: true, format: "esm", target: ["es2022", "safari16"], legalComments: "none", logLevel: "warning",
  absWorkingDir: here,
};

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
const hashed = (folder, name, bytes) => {
  const [stem, ...ends] = name.split(".");
  const made = `${stem}-${digest(bytes).slice(0, 10)}.${ends.join(".")}`;
  writeFileSync(join(folder, made), bytes);
  return made;
};
const walk = (folder) => readdirSync(folder).flatMap((name) => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? walk(path) : [path];
});

/** The reader of square codes is of the version that barcode-detector was built for, and the one that was locked. */
function wasm() {
  const reader = createRequire(need.resolve("barcode-detector")).resolve("zxing-wasm/reader/zxing_reader.wasm");
  const bytes = readFileSync(reader);
  const locked = readFileSync(join(root, "twiza/platform/web/vendor.lock"), "utf8");
  if (!locked.includes(`${digest(bytes)}  barcode/zxing_reader.wasm`)) throw new Error("zxing_reader.wasm is not the locked one");
  return bytes;
}

function font(script) {
  const file = need.resolve(`@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-${script}-600-normal.woff2`);
  return readFileSync(file);
}

async function app() {
  const making = `${out}.making`;
  rmSync(making, { recursive: true, force: true });
  const assets = join(making, "assets");
  mkdirSync(assets, { recursive: true });
  const reader = hashed(assets, "reader.wasm", wasm());
  const fonts = { arabic: hashed(assets, "arabic.woff2", font("arabic")), latin: hashed(assets, "latin.woff2", font("latin")) };
  const styles = ["app.css", "night.css"].map((name) => readFileSync(join(here, "src", name), "utf8")).join("\n");
  const sheet = styles.replace(/url\((arabic|latin)\)/g, (_, one) => `url(${fonts[one]})`);
  const { code } = await import("esbuild").then(({ transform }) => transform(sheet, { loader: "css", minify: true }));
  const style = hashed(assets, "app.css", Buffer.from(code));
  const done = await build({
    ...shared, entryPoints: ["src/main.ts"], outdir: assets, splitting: true, metafile: true,
    entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]", define: { READER_WASM: JSON.stringify(`assets/${reader}`) },
  });
  const script = Object.entries(done.metafile.outputs).find(([, made]) => made.entryPoint === "src/main.ts")[0].split("/").pop();
  for (const name of ["manifest.webmanifest", "icon-192.png", "icon-512.png", "icon.svg"]) copyFileSync(join(here, "public", name), join(making, name));
  const page = readFileSync(join(here, "public/index.html"), "utf8")
    .replace("assets/app.css", `assets/${style}`).replace("assets/app.js", `assets/${script}`)
    .replace("assets/arabic.woff2", `assets/${fonts.arabic}`);
  writeFileSync(join(making, "index.html"), page);
  const files = walk(making).map((path) => relative(making, path).replaceAll("\\", "/")).sort();
  const list = files.map((name) => [name, digest(readFileSync(join(making, name))).slice(0, 16)]);
  await build({
    ...shared, format: "iife", entryPoints: ["src/sw.ts"], outfile: join(making, "sw.js"),
    define: { PRECACHE: JSON.stringify(list), VERSION: JSON.stringify(digest(JSON.stringify(list)).slice(0, 12)) },
  });
  rmSync(out, { recursive: true, force: true });
  renameSync(making, out);
}

const probe = process.argv.indexOf("--probe");
if (probe > 0) {
  await build({ ...shared, minify: false, platform: "neutral", mainFields: ["module", "main"], entryPoints: ["tests/probe.ts"], outfile: process.argv[probe + 1] });
} else {
  await app();
}
