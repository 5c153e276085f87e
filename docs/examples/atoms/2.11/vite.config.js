// The same pages with @calcom/atoms 2.11.0, whose files stay as they come from
// npm. What that version needs of an app:
//
//   first.js            dayjs is extended before anything else, for the package
//                       says it has no side effects, and bundlers believe it
//   next-navigation.js  the router's hooks of Next.js, outside of Next.js
//   date-picker.jsx     its Booker mounts the bare month, without what it shows
//   booking-form.js     and begins its form with no answers at all, not even
//                       empty ones
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { config } from "../config.js";

const here = dirname(fileURLToPath(import.meta.url));
const modules = resolve(here, "node_modules");
const atoms = resolve(modules, "@calcom/atoms/dist");
const ORIGINAL = "atoms-original:";

// Two imports inside the package go to wrappers, which import the originals.
const redirects = {
  name: "atoms-redirects",
  enforce: "pre",
  resolveId(source, importer = "") {
    if (source.startsWith(ORIGINAL)) return resolve(atoms, source.slice(ORIGINAL.length));
    if (source.endsWith("/date-picker.js") && importer.endsWith("/booker/components/booker-component.js")) {
      return resolve(here, "date-picker.jsx");
    }
    if (source.endsWith("/use-booking-form.js") && importer.endsWith("/booker/booker-platform-wrapper.js")) {
      return resolve(here, "booking-form.js");
    }
    return null;
  },
};

const first = {
  name: "first",
  transformIndexHtml: {
    order: "pre",
    handler: (html) => html.replace("/src/main.jsx", "/2.11/main.js"),
  },
};

// The pages stand beside this folder's node_modules, not below them.
const own = (name) => ({ find: new RegExp(`^${name}(/.*)?$`), replacement: `${resolve(modules, name)}$1` });

export default defineConfig({
  root: resolve(here, ".."),
  plugins: [redirects, first, react(), config],
  server: { port: 3000, host: "localhost" },
  preview: { port: 3000, host: "localhost" },
  resolve: {
    alias: [
      { find: "next/navigation", replacement: resolve(here, "next-navigation.js") },
      { find: "@calcom/atoms/globals.min.css", replacement: resolve(modules, "@calcom/atoms/globals.min.css") },
      { find: /^@calcom\/atoms$/, replacement: resolve(atoms, "index.js") },
      ...["react", "react-dom", "dayjs"].map(own),
    ],
  },
  define: {
    ATOMS_VERSION: JSON.stringify("2.11.0"),
    "process.env.NODE_ENV": JSON.stringify("production"),
    "process.env": "{}",
  },
  optimizeDeps: { exclude: ["@calcom/atoms"] },
  build: {
    outDir: process.env.OUT_DIR ?? resolve(here, "../dist/2.11.0"), emptyOutDir: true, target: "esnext", cssMinify: false,
  },
});
