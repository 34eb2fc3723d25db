import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

import { mount } from 'svelte';

import App from './components/views/App.svelte';
import { Core } from './lib/api/commands';
import type { Transport } from './lib/api/transport';
import { engine } from './lib/dom/engine';

/** The app's core; in a plain browser, or when asked for, recorded answers: `?fake` or `?fake=/first-start.json`. */
async function transport(): Promise<Transport> {
  const asked = new URLSearchParams(location.search).get('fake');
  if ('__TAURI_INTERNALS__' in window && asked === null) return (await import('./lib/api/tauri')).tauriTransport;
  const { FakeTransport } = await import('./lib/api/fake');
  return FakeTransport.load(asked || '/ipc.json');
}

document.documentElement.dataset['engine'] = engine(navigator.userAgent);

const target = document.getElementById('app');
if (target) mount(App, { target, props: { core: new Core(await transport()) } });
