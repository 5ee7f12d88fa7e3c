<?php
// The one person whom the provider knows.
$setup = require __DIR__ . '/setup.php';

$config = [
    'people' => [
        'exampleauth:UserPass',
        $setup['username'] . ':' . $setup['password'] => [
            'uid' => [$setup['username']],
            'email' => [$setup['email']],
            'name' => [$setup['name']],
        ],
    ],
];
