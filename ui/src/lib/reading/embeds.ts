/** Sites whose embeds become links (the core's `html/embeds.rs`): how each is called. Names are the same in every script. */
const SITES: Record<string, string> = {
  'youtube.com': 'YouTube', 'youtu.be': 'YouTube', 'vimeo.com': 'Vimeo', 'dailymotion.com': 'Dailymotion', 'x.com': 'X', 'twitter.com': 'X',
  'instagram.com': 'Instagram', 'facebook.com': 'Facebook', 'fb.watch': 'Facebook', 'tiktok.com': 'TikTok', 't.me': 'Telegram', 'telegram.me': 'Telegram',
  'open.spotify.com': 'Spotify', 'soundcloud.com': 'SoundCloud', 'embed.podcasts.apple.com': 'Apple Podcasts', 'rumble.com': 'Rumble', 'odysee.com': 'Odysee',
  'ted.com': 'TED', 'streamable.com': 'Streamable', 'ok.ru': 'OK', 'rutube.ru': 'Rutube', 'archive.org': 'Internet Archive', 'bitchute.com': 'BitChute',
  'datawrapper.dwcdn.net': 'Datawrapper', 'flo.uri.sh': 'Flourish', 'e.infogram.com': 'Infogram',
};

/** The site that an address is of, where it is one that is embedded. */
export function site(href: string): string | null {
  try {
    const host = new URL(href).hostname.replace(/^(www|m|mobile|web)\./, '');
    return SITES[host] ?? SITES[host.split('.').slice(-2).join('.')] ?? null;
  } catch {
    return null;
  }
}

/** Whether an address is a post or a film, not just somebody's page there. */
export function isPost(href: string): boolean {
  try {
    const url = new URL(href);
    return site(href) !== null && (/\d{4}|\/(status|p|reel|watch|video|videos|posts|embed|track|episode)\b/.test(url.pathname) || url.searchParams.has('v') || /^(youtu\.be|fb\.watch|t\.me)$/.test(url.hostname));
  } catch {
    return false;
  }
}

/** Whether what a link says is only where it leads. */
export function isBareAddress(text: string, href: string): boolean {
  const bare = text.trim().replace(/^https?:\/\//, '').replace(/^www\./, '').replace(/\/$/, '');
  return bare === '' || href.replace(/^https?:\/\//, '').replace(/^www\./, '').startsWith(bare);
}
