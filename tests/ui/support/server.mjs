// Serves the built interface with the window's content security policy, recorded answers and their pictures.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { extname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const dist = resolve(root, 'ui/dist');
const recorded = resolve(process.env.WARRAQ_RECORDED ?? resolve(root, 'target/recorded'));

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/** The policy of tauri.conf.json; the core is reached over HTTP here, so connections to this server stand for its IPC. */
function policy() {
  const { csp } = JSON.parse(readFileSync(resolve(root, 'tauri.conf.json'), 'utf8')).app.security;
  return Object.entries(csp)
    .map(([directive, sources]) => `${directive} ${sources}${directive === 'connect-src' ? " 'self'" : ''}`)
    .join('; ');
}

/** What a stored picture is, by its first bytes: its file has no extension. */
function pictureType(bytes) {
  if (bytes[0] === 0x89) return 'image/png';
  if (bytes[0] === 0xff) return 'image/jpeg';
  if (bytes.subarray(0, 3).toString() === 'GIF') return 'image/gif';
  if (bytes.subarray(8, 12).toString() === 'WEBP') return 'image/webp';
  if (bytes.subarray(4, 12).toString() === 'ftypavif') return 'image/avif';
  return 'application/octet-stream';
}

/** The recorded answers of the core: `answers` over the demo world, `first-start` over an empty library. */
export function recording(name) {
  const path = resolve(recorded, `${name}.json`);
  if (!existsSync(path)) throw new Error(`no recording at ${path}: run \`make test-pages\`, which makes it`);
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** A server on a port of its own. `put(path, value)` serves a value as JSON beside the files. */
export async function serve() {
  if (!existsSync(resolve(dist, 'index.html'))) throw new Error('ui/dist is missing: run `make test-pages`, which builds it');
  const extra = new Map();
  const csp = policy();
  let delay = 0;

  async function body(path) {
    if (extra.has(path)) return ['application/json', extra.get(path)];
    if (path === '/answers.json' || path === '/first-start.json') return ['application/json', await readFile(resolve(recorded, path.slice(1)))];
    const hash = /^\/media\/([0-9a-f]{64})$/.exec(path)?.[1];
    if (hash) {
      if (delay > 0) await new Promise((done) => setTimeout(done, delay));
      const bytes = await readFile(resolve(recorded, 'media', hash));
      return [pictureType(bytes), bytes];
    }
    const file = resolve(dist, `.${path === '/' ? '/index.html' : path}`);
    if (!file.startsWith(dist + sep)) throw new Error('outside');
    return [TYPES[extname(file)] ?? 'application/octet-stream', await readFile(file)];
  }

  const server = createServer((request, response) => {
    body(decodeURIComponent((request.url ?? '/').split('?')[0])).then(
      ([type, bytes]) => {
        response.writeHead(200, { 'content-type': type, 'content-security-policy': csp, 'cache-control': 'no-store' });
        response.end(bytes);
      },
      () => {
        response.writeHead(404);
        response.end();
      },
    );
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    put: (path, value) => extra.set(path, JSON.stringify(value)),
    /** Holds every picture back for so long, so that it arrives after the words. */
    delayPictures: (milliseconds) => (delay = milliseconds),
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    }),
  };
}
