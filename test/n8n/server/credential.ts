import type { Sandbox } from '../../sandbox';

/** The package's credential, as a person fills it in for a sandbox. */
export interface SandboxCredential {
	type: 'chargebeeSiteApi';
	data: { environment: 'custom'; baseUrl: string; apiKey: string };
}

/** The credential with which a node reaches a sandbox: type name and data. */
export function credentialFor({ url, apiKey }: Sandbox): SandboxCredential {
	return { type: 'chargebeeSiteApi', data: { environment: 'custom', baseUrl: url, apiKey } };
}
