import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { credentialKey, credentialOrigin } from '../encode/site';
import type { Site } from '../transport/Call';

/**
 * Host and key of one credential, always together.
 * @throws InputError where the credential does not name a Chargebee site or a plain origin, or has no key
 */
export function siteOf(credential: ICredentialDataDecryptedObject): Site {
	return {
		origin: credentialOrigin(credential),
		credential: { ...credential, apiKey: credentialKey(credential) },
		custom: credential.environment === 'custom',
	};
}
