// Recordings made from the recorded ones: what is hard to bring about in the core is changed in its answers.
import { recording } from './server.mjs';

/** A copy of a recording in which `change(call)` alters answers in place; what it returns is added. */
export function variant(name, change) {
  const copy = structuredClone(recording(name));
  copy.calls.push(...copy.calls.flatMap((call) => change(call) ?? []));
  return copy;
}

/** A row's headline as it stands beside the breaking badge. */
export function headline({ title, breaking }) {
  return breaking ? title.replace(/^\u0639\u0627\u062c\u0644\s*[:|]\s*/, '') : title;
}

/** The same with other settings from the start. */
export function withSettings(name, settings) {
  return variant(name, (call) => {
    if (call.command === 'app_info') Object.assign(call.answer.settings, settings);
  });
}

/** Without a network, `ready` kept articles on the disk. */
export function offline(ready) {
  return variant('answers', (call) => {
    if (call.command === 'app_info') call.answer.online = false;
    if (call.command === 'list_sources' && ready !== undefined) call.answer.counts.offline = ready;
  });
}

/** Nothing kept, nothing breaking. */
export function withoutKept() {
  return variant('answers', (call) => {
    if (call.command === 'list_entries' && ['kept', 'breaking'].includes(call.request.scope.kind)) Object.assign(call.answer, { items: [], total: 0, unread: 0 });
  });
}

/** A list of `count` rows in pages of `page`, made of the recorded ones. */
export function longList(count, page) {
  return variant('answers', (call) => {
    if (call.command !== 'list_entries' || call.request.scope.kind !== 'today') return;
    const pattern = call.answer.items;
    const rows = Array.from({ length: count }, (_, index) => ({
      ...pattern[index % pattern.length], id: 1_000_000 + index, published_at: pattern[0].published_at - index * 60_000,
    }));
    const cursor = (index) => ({ at: rows[index - 1].published_at, id: rows[index - 1].id });
    const part = (from) => ({
      items: rows.slice(from, from + page), total: count, unread: count, next: from + page < count ? cursor(from + page) : null,
    });
    call.answer = part(0);
    const more = [];
    for (let from = page; from < count; from += page) {
      more.push({ command: 'list_entries', request: { ...call.request, cursor: cursor(from) }, answer: part(from) });
    }
    return more;
  });
}

/** The recorded article with this number of the list, its markup exchanged. */
export function withMarkup(id, html) {
  return variant('answers', (call) => {
    if (['get_entry', 'complete_entry'].includes(call.command) && call.request.id === id) call.answer.html = html;
  });
}

/** The rows of a recorded list. */
export function rows(kind) {
  return recording('answers').calls.find((call) => call.command === 'list_entries' && call.request.scope.kind === kind).answer.items;
}

/** As it stands once the entry `id` was read: its row, and every number that counts it. */
export function read(name, id, settings = {}) {
  const row = rows('all').find((each) => each.id === id);
  return variant(name, (call) => {
    if (call.command === 'app_info') Object.assign(call.answer.settings, settings);
    if (!row.unread) return;
    if (call.command === 'list_entries') {
      const found = call.answer.items.find((each) => each.id === id);
      if (found) {
        found.unread = false;
        call.answer.unread--;
      }
    }
    if (['get_entry', 'complete_entry'].includes(call.command) && call.request.id === id) call.answer.summary.unread = false;
    if (call.command === 'list_sources') {
      const { categories, counts } = call.answer;
      for (const category of categories) {
        for (const feed of category.feeds.filter((each) => each.id === row.feed_id)) {
          feed.unread--;
          category.unread--;
        }
      }
      counts.unread--;
      if (rows('today').some((each) => each.id === id)) counts.today--;
      if (row.breaking) counts.breaking--;
    }
  });
}

const DAY = 24 * 60 * 60 * 1000;

/** A source in a state, as `list_health` and `list_sources` tell of it: what changes in its row and in its health. */
const AILING = {
  gone: { row: { fault: { code: 'feed_gone', params: {}, failures: 3, retry_at: null } }, since: 9 },
  sign_in: { row: { fault: { code: 'forbidden', params: { host: 'x.example' }, failures: 2, retry_at: null } }, since: 5 },
  insecure: { row: { fault: { code: 'tls_failed', params: { host: 'x.example' }, failures: 4, retry_at: null } }, since: 1 },
  failing: { row: { fault: { code: 'host_unreachable', params: { host: 'x.example' }, failures: 12, retry_at: 2 } }, since: 3 },
  moved: { row: {}, since: null, moved_to: 'https://new.example/feed/' },
  switched: { row: { kind: 'wordpress' }, since: 6, switched_from: 'https://old.example/rss.xml' },
  repaired: { row: { repairs: ['bare_ampersand', 'unclosed_tag'] }, since: null },
  silent: { row: {}, since: 49 },
  paused: { row: { paused: true }, since: null },
  waiting: { row: { last_success_at: null }, since: null },
};

function ail(health, state, now) {
  const { row, since, ...rest } = AILING[state];
  const fault = row.fault && { ...row.fault, at: now - 60_000, retry_at: row.fault.retry_at && now + row.fault.retry_at * 60 * 60 * 1000 };
  Object.assign(health.feed, row, { state }, fault ? { fault } : { fault: null });
  Object.assign(health, rest, { since: since && now - since * DAY });
  health.days = health.days.map((_, day) => (state === 'failing' && day > 10 ? { succeeded: 0, failed: 24, added: 0 } : { succeeded: 24, failed: 0, added: ['silent', 'waiting', 'gone'].includes(state) ? 0 : (day * 5 + 3) % 9 }));
}

const noDays = () => Array.from({ length: 14 }, () => ({ succeeded: 24, failed: 0, added: 3 }));

/** A site with sections, some of them in others; one of them can be looked at. */
export function withSections() {
  const feed = (title, index, children = []) => ({
    title, direction: 'rtl', count: index * 37, feed_url: `https://ufuq.example/category/${index}/feed/`, kind: index % 2 ? 'wordpress' : 'feed', children, subscribed: null,
  });
  const sections = [feed('سياسة', 12, [feed('انتخابات', 3), feed('برلمان', 2)]), feed('اقتصاد', 7), feed('رياضة', 40, [feed('كرة القدم', 21)])];
  return variant('answers', (call) => {
    if (call.command !== 'app_info') return;
    const found = recording('first-start').calls.find((each) => each.command === 'discover' && each.answer);
    const { candidates } = found.answer;
    return [
      { command: 'discover', request: { address: 'https://ufuq.example/' }, answer: { ...found.answer, candidates: [{ ...candidates[0], subscribed: null }, { ...candidates[0], kind: 'wordpress', format: 'WordPress', feed_url: 'https://ufuq.example/wp-json/wp/v2/posts', subscribed: null }], sections } },
      ...[12, 3, 2, 7, 40, 21].map((index) => ({ command: 'preview', request: { feed_url: `https://ufuq.example/category/${index}/feed/`, kind: index % 2 ? 'wordpress' : 'feed' }, answer: candidates[0] })),
    ];
  });
}

/** The recorded sources and `count` more, none at all when it is negative, of which the first ones are in the states that `states` names. */
export function manySources(count, states = Object.keys(AILING), folders = 4) {
  const now = Date.UTC(2026, 10, 22, 12);
  return variant('answers', (call) => {
    if (!['list_sources', 'list_health'].includes(call.command)) return;
    if (count < 0) {
      if (call.command === 'list_health') call.answer.feeds = [];
      else Object.assign(call.answer, { categories: [], next_refresh_at: null });
      return;
    }
    const tree = recording('answers').calls.find((each) => each.command === 'list_sources').answer;
    const pattern = tree.categories.flatMap((category) => category.feeds)[0];
    const made = Array.from({ length: count }, (_, index) => ({
      ...structuredClone(pattern), id: 5000 + index, title: `صحيفة ${index + 1}`, monogram: 'ص', color: index % 10, unread: (index * 7) % 40,
      category_id: 900 + (index % folders), state: 'fine', fault: null, icon: null,
    }));
    const healths = made.map((feed, index) => ({
      feed, category: `مجلد ${1 + (index % folders)}`, since: null, dismissed: false, moved_to: null, switched_from: null,
      newest_at: index % 11 === 7 ? null : now - (index + 1) * 47 * 60_000, pace_minutes: 60, days: noDays(),
    }));
    for (const [index, state] of states.entries()) if (healths[index]) ail(healths[index], state, now);
    if (call.command === 'list_health') {
      const order = ['gone', 'sign_in', 'insecure', 'failing', 'moved', 'switched', 'repaired', 'silent', 'paused', 'waiting', 'fine'];
      call.answer.feeds = [...call.answer.feeds, ...healths].sort((a, b) => order.indexOf(a.feed.state) - order.indexOf(b.feed.state));
    } else {
      for (let index = 0; index < Math.min(folders, count); index++) {
        const feeds = made.filter((feed) => feed.category_id === 900 + index);
        call.answer.categories.push({ id: 900 + index, title: `مجلد ${index + 1}`, direction: 'rtl', parent_id: null, depth: 0, unread: feeds.reduce((sum, feed) => sum + feed.unread, 0), feeds });
      }
    }
  });
}

/** Changes the schedule that was recorded. */
export function withSchedule(base, change) {
  const copy = structuredClone(base);
  for (const call of copy.calls) if (call.command === 'schedule_status') Object.assign(call.answer, change);
  return copy;
}

/** A text with everything that a text can have. */
export const EVERYTHING = [
  '<p>وقّعت خمس دول صباح اليوم اتفاقًا لإنشاء ممر بري يصل بين مرفأين<sup><a href="PAGE#fn1" rel="noopener noreferrer">1</a></sup>، بكلفة $2,650 مليونًا، كما كتب @transit_desk في 2026-11-22.</p>',
  '<h2>حسابات السياسة</h2>',
  ...Array.from({ length: 6 }, (_, i) => `<p>فقرة ${i + 1}: مَنْ قَرَأَ فِيهِ فَلْيَدْعُ لِكَاتِبِهِ، والمؤسّسات المشاركة تتقاسم رسوم العبور وفق جدول يمتد ثلاثين عامًا من 1996 إلى ٢٠٢٦، و<em>لا أحد</em> يعرف الكلفة.</p>`),
  '<figure><img src="warraq-media://localhost/PICTURE0" alt="رسم لمسار الخط" width="1200" height="675" loading="lazy"><figcaption>رسم تخطيطي لمسار الخط</figcaption></figure>',
  '<h3>الكلفة</h3><p>في الجدول ما أعلنته الدول.</p>',
  `<table><tbody><tr>${['الدولة', 'الحصة', 'السنة', 'الطول بالكيلومتر', 'الميناء', 'الشركة المنفّذة', 'التمويل', 'الحالة'].map((each) => `<th>${each}</th>`).join('')}</tr><tr>${['الأولى', '12.5%', '2026', '1,800', 'الميناء الشمالي', '<bdi dir="ltr">Transit Corp. (LLC)</bdi>', 'قرض', 'قيد التنفيذ'].map((each) => `<td>${each}</td>`).join('')}</tr></tbody></table>`,
  '<h2>ما يقوله الخبراء</h2>',
  '<p dir="ltr">“It is a map of interests, not a railway,” the institute said.</p>',
  '<pre dir="ltr">curl --location https://example.org/a/very/long/address/that/does/not/fit/the/column/of/the/article/at/all | sort --unique | head --lines 20</pre>',
  '<p><a href="https://www.youtube.com/watch?v=abc" rel="noopener noreferrer">افتتاح الخط الحديدي</a></p>',
  '<blockquote><p>انطلقت الأعمال اليوم.</p>— مكتب النقل <a href="https://x.com/transit/status/1234" rel="noopener noreferrer">22 نوفمبر</a></blockquote>',
  '<figure><img src="warraq-media://localhost/PICTURE1" alt="" width="800" height="600" loading="lazy"></figure>',
  ...Array.from({ length: 14 }, (_, i) => `<p>خاتمة ${i + 1}: وتدخل المرحلة الأولى الخدمة بعد ثلاثة أعوام من بدء الأعمال، وتُموَّل بقروض طويلة من مصارف المنطقة.</p>`),
  '<ol><li>بيان مشترك صدر صباح اليوم. <a href="PAGE#fnref1" rel="noopener noreferrer">↩</a></li></ol>',
].join('');

/** The first recorded article that has pictures, its text exchanged for one that has everything. */
export function withEverything(change = () => undefined) {
  const recorded = recording('answers');
  const [first] = rows('today');
  const hashes = Object.keys(recorded.media);
  const html = EVERYTHING.replaceAll('PAGE', first.url).replace('PICTURE0', hashes[0]).replace('PICTURE1', hashes[1]);
  return variant('answers', (call) => {
    if (['get_entry', 'complete_entry'].includes(call.command) && call.request.id === first.id) {
      call.answer.html = html;
      change(call.answer);
    }
  });
}
