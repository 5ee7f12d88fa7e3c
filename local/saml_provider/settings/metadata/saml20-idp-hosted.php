<?php
// The provider itself. Logout messages are signed, and unsigned ones refused, as Cognito's sign-out flow asks for.
$setup = require dirname(__DIR__) . '/setup.php';

$metadata[$setup['entity_id']] = [
    'host' => '__DEFAULT__',
    'privatekey' => 'private.pem',
    'certificate' => 'certificate.pem',
    'auth' => 'people',
    'NameIDFormat' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    'authproc' => [
        10 => [
            'class' => 'saml:AttributeNameID',
            'attribute' => 'uid',
            'Format' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
        ],
        20 => ['class' => 'core:AttributeLimit', 'email', 'name'],
    ],
    'sign.logout' => true,
    'validate.logout' => true,
];
