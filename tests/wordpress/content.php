<?php
// The site's content, all of it invented: `first` sets the site up, `news` publishes an article more. For comments:
// `moderated` has them wait, `calm` makes those that are there an hour older (WordPress wants a pause between two),
// `members` wants who comments to sign in, `closed` ends the talk under the main article.
$address = getenv('ADDRESS');
$_SERVER += [
    'HTTP_HOST' => parse_url($address, PHP_URL_HOST) . ':' . parse_url($address, PHP_URL_PORT),
    'REQUEST_URI' => '/', 'REQUEST_METHOD' => 'GET', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REMOTE_ADDR' => '127.0.0.1',
];
if ($argv[1] === 'first') {
    define('WP_INSTALLING', true);
}
require getcwd() . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/taxonomy.php';
add_filter('pre_wp_mail', '__return_true');

function article(string $title, string $html, array $more = []): int
{
    static $minutes = 0;
    $minutes += 37;
    $at = $more['at'] ?? time() - 60 * $minutes;
    unset($more['at']);
    $id = wp_insert_post($more + [
        'post_title' => $title, 'post_content' => $html, 'post_status' => 'publish', 'post_author' => 1,
        'comment_status' => 'open', 'post_date_gmt' => gmdate('Y-m-d H:i:s', $at),
        'post_date' => get_date_from_gmt(gmdate('Y-m-d H:i:s', $at)),
    ], true);
    if (is_wp_error($id)) {
        fwrite(STDERR, $id->get_error_message() . "\n");
        exit(1);
    }
    return $id;
}

function paragraphs(int $count): string
{
    $sentence = 'قال حارس المنارة إن السفن عادت إلى الميناء القديم بعد أن أصلح أهل البلدة رصيفه، وإن موسم الصيد يبدأ مع أول الشهر. ';
    return str_repeat("<!-- wp:paragraph -->\n<p>" . str_repeat($sentence, 4) . "</p>\n<!-- /wp:paragraph -->\n", $count);
}

if ($argv[1] === 'news') {
    wp_set_current_user(1);
    // WordPress counts the time of a change in whole seconds.
    sleep(1);
    $local = get_term_by('name', 'أخبار محلية', 'category');
    article('خبر جديد بعد الزيارة الأولى', paragraphs(3), ['post_category' => [$local->term_id], 'at' => time()]);
    echo "published\n";
    exit;
}

if ($argv[1] === 'moderated') {
    update_option('comment_moderation', 1);
    echo "moderated\n";
    exit;
}
if ($argv[1] === 'calm') {
    global $wpdb;
    $wpdb->query("update {$wpdb->comments} set comment_date = date_sub(comment_date, interval 1 hour), comment_date_gmt = date_sub(comment_date_gmt, interval 1 hour)");
    echo "calm\n";
    exit;
}
if ($argv[1] === 'members') {
    update_option('comment_registration', 1);
    echo "members\n";
    exit;
}
if ($argv[1] === 'closed') {
    update_option('comment_registration', 0);
    foreach (get_posts(['s' => 'عودة السفن', 'numberposts' => 1]) as $main) {
        wp_update_post(['ID' => $main->ID, 'comment_status' => 'closed']);
    }
    echo "closed\n";
    exit;
}

wp_install('منارة البلدة', 'keeper', 'keeper@example.invalid', true, '', wp_generate_password(), 'ar');
wp_set_current_user(1);
update_option('blogdescription', 'أخبار بلدة على البحر');
update_option('timezone_string', 'Asia/Riyadh');
update_option('posts_per_rss', 15);
update_option('rss_use_excerpt', 0);
update_option('thread_comments', 1);
update_option('comment_moderation', 0);
update_option('comment_previously_approved', 0);
global $wp_rewrite;
$wp_rewrite->set_permalink_structure('/%postname%/');
// Categories learn of it only when they are registered again.
create_initial_taxonomies();
$wp_rewrite->flush_rules(false);
wp_update_user(['ID' => 1, 'display_name' => 'حارس المنارة']);
foreach (get_posts(['post_type' => ['post', 'page'], 'numberposts' => -1]) as $given) {
    wp_delete_post($given->ID, true);
}
$local = wp_insert_category(['cat_name' => 'أخبار محلية', 'category_nicename' => 'أخبار-محلية']);
$inner = wp_insert_category(['cat_name' => 'الميناء', 'category_nicename' => 'الميناء', 'category_parent' => $local]);
$science = wp_insert_category(['cat_name' => 'Science', 'category_nicename' => 'science']);

$main = article('عودة السفن إلى الميناء القديم', paragraphs(5) . '<p><a href="/about/">من نحن</a></p>', ['post_category' => [$local, $inner], 'tags_input' => ['بحر', 'سفن']]);
article('قياس المدّ: «ثلاثة أمتار» & رياح 40 كم/س 🌊', paragraphs(2), ['post_category' => [$science]]);
article('خبر فيه ما لا يُؤمن', paragraphs(2) . <<<'HTML'
<!-- wp:html -->
<script>document.title = 'owned'</script><img src="x" onerror="document.title='owned'"><a href="javascript:alert(1)">انقر</a>
<iframe src="https://frames.invalid/"></iframe><form action="https://forms.invalid/"><input name="password"></form>
<svg onload="alert(1)"></svg><p style="position:fixed;inset:0">فوق كل شيء</p>
<!-- /wp:html -->
HTML, ['post_category' => [$local]]);
article('خبر بكلمة سر', '<p>النص المحجوب خلف كلمة السر.</p>', ['post_password' => 'لؤلؤة', 'post_category' => [$local]]);
article('خبر له بقية', '<p>المقدمة.</p><!--more-->' . paragraphs(2), ['post_category' => [$local]]);
article('', '<p>خبر بلا عنوان من الميناء.</p>', ['post_category' => [$local]]);
article('مسودة لا تُنشر', '<p>مسودة</p>', ['post_status' => 'draft']);
article('خبر خاص', '<p>خاص</p>', ['post_status' => 'private']);
article('خبر لم يحن وقته', '<p>غدًا</p>', ['at' => time() + 86400]);
for ($number = 1; $number <= 14; $number++) {
    article("يوميات الميناء، الحلقة $number", paragraphs(2), ['post_category' => [$number % 2 ? $inner : $science]]);
}

function comment(int $article, string $who, string $text, int $to = 0, $approved = 1): int
{
    return wp_insert_comment([
        'comment_post_ID' => $article, 'comment_author' => $who, 'comment_content' => $text, 'comment_parent' => $to,
        'comment_author_email' => 'reader@example.invalid', 'comment_approved' => $approved,
    ]);
}
$first = comment($main, 'قارئة', 'شكرًا على الخبر.');
comment($main, 'حارس المنارة', 'العفو.', $first);
comment($main, 'زائر', 'تعليق فيه <script>alert(1)</script> و & ورابط <a href="javascript:alert(1)">هنا</a>.');
comment($main, 'ينتظر', 'تعليق لم يُقبل بعد', 0, 0);
comment($main, 'دعاية', 'رخيص جدًا', 0, 'spam');
wp_update_comment_count_now($main);
echo "ready\n";
