<?php
// The one service that the provider signs people in to: the user pool, once the run has made it.
$setup = require dirname(__DIR__) . '/setup.php';

$service = $setup['service'];
if ($service !== null) {
    $metadata[$service['entity_id']] = [
        'AssertionConsumerService' => $service['assertion_url'],
        // By POST and by nothing else: Amazon Cognito developer guide, "cognito-user-pools-saml-idp-sign-out".
        'SingleLogoutService' => [
            ['Binding' => 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', 'Location' => $service['logout_url']],
        ],
        'certData' => $service['certificate'],
    ];
}
