// What the tests in a browser need of npm, and the pages of docs/examples/atoms,
// made once and kept in the build folder until their sources change.
//
//   node prepare.mjs FOLDER [VERSION...]    versions of the components to build
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const folder = resolve(process.argv[2]);
const versions = process.argv.slice(3);

function filesIn(path) {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist") return [];
    const full = join(path, entry.name);
    return entry.isDirectory() ? filesIn(full) : [full];
  }).sort();
}

const digest = (files) => files.reduce((hash, file) => hash.update(file).update(readFileSync(file)),
  createHash("sha256")).digest("hex");

// Does `work` unless it was done for this state of the sources.
function once(stamp, state, work) {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === state) return;
  rmSync(stamp, { force: true });
  work();
  writeFileSync(stamp, state);
}

function install(target) {
  const packages = join(target, "package.json");
  once(join(target, ".installed"), digest([packages]), () => {
    console.log(`npm install in ${target}`);
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"],
      { cwd: target, stdio: "inherit" });
  });
}

mkdirSync(folder, { recursive: true });
cpSync(join(here, "package.json"), join(folder, "package.json"));
install(folder);

const source = join(root, "docs/examples/atoms");
const copy = join(folder, "atoms");
for (const version of versions) {
  cpSync(source, copy, { recursive: true });
  const own = version.startsWith("2.11") ? join(copy, "2.11") : copy;
  install(own);
  once(join(folder, `.built-${version}`), digest(filesIn(source)), () => {
    console.log(`vite build of @calcom/atoms ${version}`);
    execFileSync("npx", ["vite", "build", "--logLevel", "warn"], {
      cwd: own, stdio: ["ignore", "inherit", "ignore"],
      env: { ...process.env, ATOMS: version, OUT_DIR: join(folder, "dist", version) },
    });
  });
}
