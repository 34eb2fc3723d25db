//! Starting: twice, and on a library that can't be opened.

use warraq_desktop_tests::{App, Home};

#[test]
fn a_second_start_on_the_same_library_ends_and_the_first_goes_on() {
    let home = Home::new().unwrap();
    let app = App::start(&home).unwrap();
    app.run("window.here = true;", &[]).unwrap();
    let status = App::start_again(&home).unwrap();
    assert!(status.success(), "{status}");
    assert_eq!(app.run("return window.here === true", &[]).unwrap(), true);
    app.quit().unwrap();
}

#[test]
fn a_library_that_cannot_be_opened_is_said_in_words_with_what_to_do_next() {
    let home = Home::new().unwrap();
    // A file where the folder should be.
    std::fs::write(home.library(), "not a folder").unwrap();
    let app = App::start(&home).unwrap();
    let path = home.library().display().to_string();
    app.until("the message", "return document.body.innerText.includes(arguments[0])", &[path.into()]).unwrap();
    let said = app.run("return document.body.innerText", &[]).unwrap();
    assert!(said.as_str().unwrap().contains("لا يمكن قراءة مجلد مكتبتك"), "{said}");
    // With the cause out of the way, asking again opens it.
    std::fs::remove_file(home.library()).unwrap();
    let info = app.run_async("return await window.__TAURI_INTERNALS__.invoke('app_info', { request: {} });").unwrap();
    assert_eq!(info["empty"], true, "{info}");
}
