<?php
// SimpleSAMLphp's main settings: an identity provider over http on loopback, with a session store of its own.
$setup = require __DIR__ . '/setup.php';

$config = [
    'baseurlpath' => $setup['site'] . '/',
    'certdir' => $setup['folder'] . '/',
    'datadir' => $setup['folder'] . '/',
    'tempdir' => $setup['folder'] . '/temporary/',
    'metadatadir' => __DIR__ . '/metadata/',
    'secretsalt' => $setup['salt'],
    'auth.adminpassword' => $setup['admin_password'],
    'admin.checkforupdates' => false,
    'timezone' => 'UTC',
    'enable.saml20-idp' => true,
    'module.enable' => ['core' => true, 'saml' => true, 'exampleauth' => true],
    'store.type' => 'phpsession',
    'session.phpsession.savepath' => $setup['folder'] . '/sessions',
    'session.phpsession.cookiename' => 'saml_provider_session',
    'session.authtoken.cookiename' => 'saml_provider_token',
    'session.cookie.secure' => false,
    'session.cookie.samesite' => 'Lax',
    'language.cookie.secure' => false,
    'language.cookie.samesite' => 'Lax',
    'authproc.idp' => [],
    'logging.handler' => 'file',
    'logging.level' => SimpleSAML\Logger::WARNING,
    'loggingdir' => $setup['logs'] . '/',
    'logging.logfile' => 'simplesamlphp.log',
    'statistics.out' => [],
];
