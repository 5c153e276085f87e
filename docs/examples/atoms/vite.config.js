// The components are used as they come from npm. ATOMS=1.0.47 builds the same
// pages with the package's first version; the folder 2.11 has the newest, which
// needs more.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { config } from "./config.js";

const version = process.env.ATOMS ?? "2.6.11";

export default defineConfig({
  plugins: [react(), config],
  server: { port: 3000, host: "localhost" },
  preview: { port: 3000, host: "localhost" },
  resolve: {
    alias: version === "1.0.47" ? { "@calcom/atoms": "atoms-1.0.47" } : {},
    dedupe: ["react", "react-dom"],
  },
  define: { ATOMS_VERSION: JSON.stringify(version) },
  build: { outDir: process.env.OUT_DIR ?? `dist/${version}`, target: "esnext", cssMinify: false },
});
