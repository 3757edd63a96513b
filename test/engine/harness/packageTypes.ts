import type { ICredentialDataDecryptedObject, ICredentialType, INodeType } from 'n8n-workflow';

import { ChargebeeSiteApi } from '../../../credentials/ChargebeeSiteApi.credentials';
// With its ending, or tsx takes the codex file ChargebeeOrders.node.json.
import { ChargebeeOrders } from '../../../nodes/ChargebeeOrders/ChargebeeOrders.node.js';

/** n8n prefixes the node types of a community package with its name. */
export const packageName = 'n8n-nodes-chargebee-orders';

let node: INodeType | undefined;

/** The node of this package; one object for all runs, as in an n8n server. */
export function chargebeeOrders(): INodeType {
	return (node ??= new ChargebeeOrders());
}

/** The credential type of this package. */
export function chargebeeSiteApi(): ICredentialType {
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
