import type { ICredentialDataDecryptedObject, ICredentialType, INodeType } from 'n8n-workflow';

/** n8n prefixes the node types of a community package with its name. */
export const packageName = 'n8n-nodes-chargebee-orders';

let node: INodeType | undefined;

/** The node of this package; one object for all runs, as in an n8n server. */
export async function chargebeeOrders(): Promise<INodeType> {
	// Loaded on demand, so that the harness can be tested and used without it.
	const { ChargebeeOrders } = await import('../../../nodes/ChargebeeOrders/ChargebeeOrders.node');
	return (node ??= new ChargebeeOrders());
}

/** The credential type of this package. */
export async function chargebeeSiteApi(): Promise<ICredentialType> {
	const { ChargebeeSiteApi } = await import('../../../credentials/ChargebeeSiteApi.credentials');
	return new ChargebeeSiteApi();
}

/** The address and key of a server in tests, or a credential's data field by field. */
export type CredentialInput = { url?: string; apiKey?: string } | ICredentialDataDecryptedObject;

/** Credential data: `url` is short for the custom environment with that base URL. */
export function credentialData(type: ICredentialType, input: CredentialInput): ICredentialDataDecryptedObject {
	const data: ICredentialDataDecryptedObject = {};
	for (const [name, value] of Object.entries(input)) if (value !== undefined) data[name] = value;
	if (type.name !== 'chargebeeSiteApi' || typeof data.url !== 'string') return data;
	const { url, ...rest } = data;
	return { environment: 'custom', baseUrl: url, ...rest };
}
