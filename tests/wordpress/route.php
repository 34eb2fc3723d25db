<?php
// What a web server's rewrite rules do for WordPress: a file is a file, everything else is index.php's affair.
$root = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/');
$file = realpath($root . $path);
if ($file !== false && str_starts_with($file, $root . '/') && is_file($file)) {
    return false;
}
// What was asked and how it was answered, for the test: «304 /feed/».
register_shutdown_function(function (): void {
    file_put_contents(getenv('REQUESTS'), http_response_code() . ' ' . $_SERVER['REQUEST_URI'] . "\n", FILE_APPEND);
});
chdir($root);
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = $root . '/index.php';
require $root . '/index.php';
