//! What a reader does: follows a paper, reads, keeps, follows a link, and finds it all again.

use warraq_desktop_tests::{App, Home, Key, World};

/// The document of the open article.
const ARTICLE: &str = "const frame = document.querySelector('iframe');
    const text = frame?.contentDocument?.body?.innerText ?? '';
    return text.trim().length > 80 ? text : null;";

/// Pictures of the open article that are there: drawn, and from the library.
const PICTURES: &str = "const inside = document.querySelector('iframe')?.contentDocument?.images ?? [];
    const pictures = [...document.images, ...inside].filter(i => i.src.startsWith('warraq-media:') && i.naturalWidth > 0);
    return pictures.length || null;";

#[test]
fn from_the_first_start_to_an_article_that_is_kept_and_readable_without_the_papers() {
    let home = Home::new().unwrap();
    let world = World::start(&home).unwrap();
    let paper = &world.papers()[0];

    let app = App::start(&home).unwrap();
    app.write(&app.find("input[inputmode=url]").unwrap(), &paper.site).unwrap();
    app.press(Key::Enter).unwrap();
    app.click(&app.find_text("li button", "تابعها").unwrap()).unwrap();
    app.find_text("aside li", &paper.title).unwrap();
    app.click(&app.find_text("button", "ابدأ القراءة").unwrap()).unwrap();

    app.find("article a[data-entry]").unwrap();
    app.press(Key::Char('j')).unwrap();
    let read = app.until("the article's text", ARTICLE, &[]).unwrap();
    app.until("its picture", PICTURES, &[]).unwrap();
    app.press(Key::Char('s')).unwrap();
    app.find_text("[role=status], [role=alert], .notice, output", "حُفظ").unwrap();
    // As a power cut would end it, a moment after the window said that the article is kept.
    app.kill();
    drop(world);

    let app = App::start(&home).unwrap();
    app.press(Key::Char('4')).unwrap();
    app.click(&app.find("article a[data-entry]").unwrap()).unwrap();
    let text = app.until("the kept article's text", ARTICLE, &[]).unwrap();
    assert_eq!(text, read, "the kept article reads differently without its paper");
    app.until("the kept article's picture", PICTURES, &[]).unwrap();
    app.quit().unwrap();
}

#[test]
fn a_link_of_an_article_goes_to_the_systems_browser_and_the_window_stays() {
    let home = Home::new().unwrap();
    let world = World::start(&home).unwrap();
    App::follow_all(&home, &world).unwrap();
    let app = App::start(&home).unwrap();
    let page = app.url().unwrap();

    app.click(&app.find("article a[data-entry]").unwrap()).unwrap();
    app.until("the article's text", ARTICLE, &[]).unwrap();
    app.press(Key::Char('o')).unwrap();
    let browser = |count: usize| {
        for _ in 0..100 {
            if home.opened().len() >= count {
                break;
            }
            app.run_async("await new Promise(done => setTimeout(done, 100));").unwrap();
        }
        home.opened()
    };
    let opened = browser(1);
    assert_eq!(opened.len(), 1, "{opened:?}");
    assert!(world.papers().iter().any(|paper| opened[0].starts_with(&paper.site)), "{opened:?}");
    assert_eq!(app.url().unwrap(), page);
}

#[test]
fn what_the_papers_bring_out_arrives_on_asking() {
    let home = Home::new().unwrap();
    let mut world = World::start(&home).unwrap();
    App::follow_all(&home, &world).unwrap();
    let app = App::start(&home).unwrap();
    app.press(Key::Char('3')).unwrap();
    app.find("article a[data-entry]").unwrap();
    let size =
        "return Number(document.querySelector('article[aria-setsize]')?.getAttribute('aria-setsize') ?? 0) || null";
    let before = app.until("the list", size, &[]).unwrap().as_i64().unwrap();
    world.publish().unwrap();
    app.press(Key::Char('r')).unwrap();
    let grown = format!("const now = (() => {{ {size} }})(); return now > arguments[0] ? now : null;");
    app.until("new articles in the list", &grown, &[before.into()]).unwrap();
}

/// How many places of the open article are marked as found.
const FOUND: &str = "const view = document.querySelector('main iframe').contentWindow;
    return view.CSS.highlights?.get('found')?.size || null;";

#[test]
fn an_article_is_searched_looked_at_closely_and_found_again_where_one_was() {
    let home = Home::new().unwrap();
    let world = World::start(&home).unwrap();
    App::follow_all(&home, &world).unwrap();
    // Large type, so that every article is longer than the window.
    App::cli(&home, &["call", "update_settings", "{\"reading_size\":32,\"reading_leading\":260}"]).unwrap();
    let app = App::start(&home).unwrap();
    app.click(&app.find("article a[data-entry], a[data-entry]").unwrap()).unwrap();
    app.until("the article's text", ARTICLE, &[]).unwrap();

    app.press(Key::Char('/')).unwrap();
    let field = app.find(".find input").unwrap();
    app.write(&field, "من").unwrap();
    app.until("what was found", FOUND, &[]).unwrap();
    app.press(Key::Escape).unwrap();
    app.until("the bar to go", "return document.querySelector('.find') === null || null", &[]).unwrap();

    let look = "const picture = document.querySelector('main iframe').contentDocument.querySelector('img[role=button]')
            ?? document.querySelector('.enlarge');
        picture?.click();
        return picture ? true : null;";
    app.until("a picture", look, &[]).unwrap();
    app.find("dialog .stage img").unwrap();
    app.press(Key::Escape).unwrap();
    app.until("the picture to go", "return document.querySelector('dialog[open]') === null || null", &[]).unwrap();

    // The type without vowel marks is one that this web view can draw.
    let bare = "const { fonts } = document.querySelector('main iframe').contentDocument;
        const found = await fonts.load('19px \"Warraq Naskh Whole Bare\"', 'ق\\u064e');
        return found.length > 0 && found.every(face => face.status === 'loaded');";
    assert_eq!(app.run_async(bare).unwrap(), true);

    app.run("document.querySelector('main .page').scrollTop = 900", &[]).unwrap();
    let stopped = app
        .run_async(
            "await new Promise(done => setTimeout(done, 1500)); return document.querySelector('main .page').scrollTop",
        )
        .unwrap();
    assert!(stopped.as_f64().unwrap() > 800.0, "the page scrolls: {stopped}");
    app.kill();
    let app = App::start(&home).unwrap();
    app.until("the article's text", ARTICLE, &[]).unwrap();
    let back = "const { scrollTop } = document.querySelector('main .page'); return scrollTop > 400 ? scrollTop : null;";
    let again = app.until("the place where one stopped", back, &[]).unwrap();
    let apart = (again.as_f64().unwrap() - stopped.as_f64().unwrap()).abs();
    assert!(apart < 40.0, "stopped at {stopped}, came back to {again}");
    app.quit().unwrap();
}
