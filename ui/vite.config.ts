import { createReadStream, existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const here = dirname(fileURLToPath(import.meta.url));

/** Recorded answers: those that WARRAQ_RECORDING names, made of the real core, or else the small set written by hand. */
const RECORDING = resolve(here, process.env['WARRAQ_RECORDING'] ?? 'src/test/answers.json');

const MIME: Record<string, string> = { svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' };

/**
 * The window's content security policy, the same as in the shell's configuration: what is forbidden there has to fail
 * in the browser too, or the two drift apart unseen.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' warraq-media: http://warraq-media.localhost",
  "font-src 'self'",
  "connect-src 'self' ipc: http://ipc.localhost",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join('; ');

/** Serves the recorded answers as `/ipc.json` and their pictures as `/media/<hash>`, for work without the core. */
function recordings(): Plugin {
  const answer = (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const file = RECORDING;
    if (!existsSync(file)) return next();
    const asked = path === '/ipc.json' ? file : path === '/first-start.json' ? resolve(dirname(file), 'first-start.json') : null;
    if (asked && existsSync(asked)) {
      response.setHeader('content-type', 'application/json');
      createReadStream(asked).pipe(response);
      return;
    }
    const hash = /^\/media\/([0-9a-f]{64})$/.exec(path)?.[1];
    if (!hash) return next();
    const media = (JSON.parse(readFileSync(file, 'utf8')) as { media?: Record<string, string> }).media ?? {};
    const picture = media[hash] ? resolve(dirname(file), media[hash]) : null;
    if (!picture || !existsSync(picture)) {
      response.statusCode = 404;
      response.end();
      return;
    }
    const mime = MIME[picture.split('.').pop() ?? ''];
    if (mime) response.setHeader('content-type', mime);
    createReadStream(picture).pipe(response);
  };
  return {
    name: 'recorded-answers',
    configureServer(server) {
      server.middlewares.use(answer);
    },
    configurePreviewServer(server) {
      server.middlewares.use((_request, response, next) => {
        response.setHeader('content-security-policy', POLICY);
        next();
      });
      server.middlewares.use(answer);
    },
  };
}

/** Messages that only views have which are fetched later themselves: a start does without them. */
const LATER = /^(comments|schedule|repair|move)\./;

/** Gives a language's file in two parts, `ar.json?first` and `ar.json?later`, so that it can be written as one. */
function messages(): Plugin {
  return {
    name: 'messages-in-parts',
    enforce: 'pre',
    load(id) {
      const [, file, part] = /^(.*\/i18n\/\w+\.json)\?(first|later)$/.exec(id) ?? [];
      if (!file) return null;
      this.addWatchFile(file);
      const all = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
      return { code: JSON.stringify(Object.fromEntries(all.filter(([key]) => LATER.test(key) === (part === 'later')))), moduleType: 'json' };
    },
  };
}

/** Modules that the first screen needs and that views fetched later need, too. */
const AT_EVERY_START = /node_modules\/svelte\/|src\/lib\/(state|lists|api\/(commands|errors|transport)|i18n\/\w+(\.svelte)?\.ts|keys\/shortcuts)|src\/components\/base\/(Icon|icons|Monogram|FeedIcon|Message|Notices|Menu|MenuItem|Segmented|FaultCard|Mark|Windowed)\b/;

/** What is asked for once an article stands: together, since many small files compress worse than one. */
const AFTER_AN_ARTICLE = /src\/components\/article\/(FindBar|PictureViewer|PrintFrame)\b|src\/lib\/reading\/(decorate|embeds|notes|find|fold|print)\.ts/;

/** What dialogs hold. */
const IN_DIALOGS = /src\/components\/(subscribe\/|views\/(AddSource|EditSource|FirstStart|SettingsView|ShortcutsView|AboutView|settings\/))/;

export default defineConfig({
  plugins: [svelte(), messages(), recordings()],
  resolve: {
    alias: { $lib: resolve(here, 'src/lib'), $components: resolve(here, 'src/components') },
    // Vitest would otherwise take Svelte's server half.
    ...(process.env['VITEST'] ? { conditions: ['browser'] } : {}),
  },
  server: { port: 5173, strictPort: true },
  preview: { port: 1421, strictPort: true },
  build: {
    target: ['chrome111', 'safari16'],
    // Nothing as data: URL: the policy admits none.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What every start needs lies together, as does what is fetched together later: many small files compress worse than
    // one. A group takes its own modules alone, or what the start shares with a dialog would pull all dialogs in.
    rolldownOptions: {
      output: {
        codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: 'base', test: AT_EVERY_START }, { name: 'reading', test: AFTER_AN_ARTICLE }, { name: 'dialogs', test: IN_DIALOGS }] },
        chunkFileNames: (chunk) => `assets/${chunk.facadeModuleId?.endsWith('?later') ? 'later-' : ''}[name]-[hash].js`,
      },
    },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
