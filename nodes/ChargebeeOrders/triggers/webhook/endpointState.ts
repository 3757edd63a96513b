import type { IDataObject } from 'n8n-workflow';

/** What a node remembers of its endpoint. Everyone who sees the workflow sees it, so the password is not among it. */
export interface EndpointState {
	/** Origin of the Chargebee site. */
	readonly site: string;
	readonly endpointId: string;
	/** SHA-256 of the endpoint's password, hexadecimal. */
	readonly secretHash: string;
}

const VERSION = 1;

/** The state in a node's static data; `undefined` where it is not whole, or of another version. */
export function stateIn(data: IDataObject): EndpointState | undefined {
	const { stateVersion, site, endpointId, secretHash } = data;
	if (stateVersion !== VERSION) return undefined;
	const given = [site, endpointId, secretHash];
	if (!given.every((value) => typeof value === 'string' && value !== '')) return undefined;
	return { site: String(site), endpointId: String(endpointId), secretHash: String(secretHash) };
}

/** Writes the state key by key: n8n notices a change of a key, not one within an object. */
export function store(data: IDataObject, { site, endpointId, secretHash }: EndpointState): void {
	data.stateVersion = VERSION;
	data.site = site;
	data.endpointId = endpointId;
	data.secretHash = secretHash;
}

export function forget(data: IDataObject): void {
	delete data.stateVersion;
	delete data.site;
	delete data.endpointId;
	delete data.secretHash;
}
