import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env.SLIPWAY_API ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../../node_modules/.vite/web',
  plugins: [react()],
  server: { port: 5173, proxy: { '/api': { target: api, changeOrigin: false } } },
  preview: { port: 4173, proxy: { '/api': { target: api, changeOrigin: false } } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    // data: addresses are outside the content security policy, so every asset is a file
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack)[\\/]/ },
            {
              name: 'mantine',
              test: /node_modules[\\/](@mantine|@floating-ui|clsx|react-remove-scroll|react-number-format|react-style-singleton|use-sidecar|aria-hidden)/,
            },
            { name: 'luxon', test: /node_modules[\\/]luxon[\\/]/ },
          ],
        },
      },
    },
  },
});
