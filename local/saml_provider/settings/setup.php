<?php
// What a run decided: a JSON file that local/saml_provider/setup.py wrote, and that the environment names.
return json_decode(file_get_contents(getenv('SAML_PROVIDER_SETUP')), true, 8, JSON_THROW_ON_ERROR);
