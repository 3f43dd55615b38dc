import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { defineConfig } from "vite";

// The server reads the manifest and embeds dist; names carry a hash, so files may be kept for ever.
export default defineConfig({
  base: "/assets/",
  publicDir: false,
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The one chunk this large is the map of borders, which is loaded when it is looked at.
    chunkSizeWarningLimit: 1_100,
    target: ["chrome87", "firefox88", "safari14"],
    rolldownOptions: {
      input: { main: "main.ts", style: "main.css", worker: "worker/worker.ts" },
      // The worker's address stays, so that a browser finds its successor.
      output: { entryFileNames: ({ name }) => (name === "worker" ? "worker.js" : "[name]-[hash].js") },
    },
  },
  plugins: [
    {
      name: "keep-dist",
      // The folder itself is part of the repository, so that the server builds without Node.
      generateBundle() {
        this.emitFile({ type: "asset", fileName: ".gitkeep", source: "" });
        // The typeface travels with its licence (OFL).
        const licence = readFileSync("node_modules/@fontsource/be-vietnam-pro/LICENSE");
        this.emitFile({ type: "asset", fileName: "be-vietnam-pro-licence.txt", source: licence });
        // So does the map's drawing (BSD).
        const drawing = readFileSync("node_modules/maplibre-gl/LICENSE.txt");
        this.emitFile({ type: "asset", fileName: "maplibre-licence.txt", source: drawing });
      },
    },
    {
      name: "press",
      // Pressed once, as hard as it goes, instead of at every request.
      writeBundle({ dir = "dist" }, bundle) {
        for (const name of Object.keys(bundle).filter((name) => /\.(css|m?js)$/.test(name))) {
          const file = path.join(dir, name);
          writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file)));
        }
      },
    },
  ],
});
