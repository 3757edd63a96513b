/** What is said of a key or a site that Chargebee does not know, by the credential's test and by the trigger. */
export const WRONG_KEY =
	'The API key is not valid for this site: check the key, and whether it is one of the live or of the test site';
export const WRONG_SITE = 'There is no Chargebee site of this name: check Site and Environment';
