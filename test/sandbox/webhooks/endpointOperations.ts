import type { ApiVersion } from '../../../nodes/ChargebeeOrders/api/parameter';
import { notFound } from '../requests/apiError';
import { listBody, readPage, readPageRequest } from '../requests/listPage';
import { readForm } from '../requests/parameters';
import type { Values } from '../requests/parameters';
import { SortedIndex } from '../requests/sortedIndex';
import type { ApiCall, Handler, Site } from '../site';
import { readEndpointChanges, readNewEndpoint } from './endpointForm';
import type { Endpoint, EndpointAttributes, EndpointAuth } from './endpointTable';
import { endpointBody } from './endpointTable';

/** `POST /api/v2/webhook_endpoints`. Without events it takes all of them. */
export const createEndpoint: Handler = (site, call) => {
	const { fields, events } = readNewEndpoint(call, site.settings.webhookPorts);
	const endpoint = site.endpoints.add({
		name: String(fields.name),
		url: String(fields.url),
		...attributesIn(fields),
		enabled_events: events ?? [],
		auth: authIn(fields),
	});
	call.entry.effect = `create webhook endpoint ${endpoint.attributes.id}`;
	return endpointBody(endpoint);
};

/** `POST /api/v2/webhook_endpoints/{id}`. Events that are sent take the place of those that it has. */
export const updateEndpoint: Handler = (site, call) => {
	const endpoint = findEndpoint(site, call);
	const { fields, events } = readEndpointChanges(call, site.settings.webhookPorts);
	const { primary_url, ...attributes } = attributesIn(fields);
	Object.assign(endpoint.attributes, attributes, events === undefined ? {} : { enabled_events: events });
	Object.assign(endpoint.auth, authIn(fields));
	if (primary_url === true) site.endpoints.makePrimary(endpoint);
	call.entry.effect = `update webhook endpoint ${endpoint.attributes.id}`;
	return endpointBody(endpoint);
};

/** `POST /api/v2/webhook_endpoints/{id}/delete`. */
export const deleteEndpoint: Handler = (site, call) => {
	const endpoint = findEndpoint(site, call);
	readForm(call.pairs, { parameters: [] }, call.entry);
	site.endpoints.remove(endpoint);
	call.entry.effect = `delete webhook endpoint ${endpoint.attributes.id}`;
	return endpointBody(endpoint);
};

/** `GET /api/v2/webhook_endpoints/{id}`. */
export const retrieveEndpoint: Handler = (site, call) => {
	readForm(call.pairs, { parameters: [] }, call.entry);
	return endpointBody(findEndpoint(site, call));
};

/** `GET /api/v2/webhook_endpoints`: the oldest first; neither filters nor sorting. */
export const listEndpoints: Handler = (site, call) => {
	const request = readPageRequest(call.pairs, [], [], call.entry);
	const index = new SortedIndex<Endpoint>(({ sequence }) => sequence);
	for (const endpoint of site.endpoints.all()) index.add(endpoint);
	const source = { index, descending: false, accepts: () => true, name: 'webhook endpoints' };
	const { rows, nextOffset } = readPage(source, request, site.offsets, call.entry);
	return listBody(rows.map(endpointBody), nextOffset);
};

function findEndpoint(site: Site, call: ApiCall): Endpoint {
	const endpoint = site.endpoints.get(call.id);
	if (endpoint === undefined) throw notFound(call.id);
	return endpoint;
}

/** The attributes that were sent; one that was sent empty is left as it is. */
function attributesIn(fields: Values): Partial<EndpointAttributes> {
	const sent = Object.entries(fields).filter(([name, value]) => value !== null && !name.startsWith('basic_auth_'));
	return Object.fromEntries(sent) as { api_version?: ApiVersion };
}

/** The credentials that were sent; sent empty, they are removed. */
function authIn({ basic_auth_username, basic_auth_password }: Values): Partial<EndpointAuth> {
	return {
		...(basic_auth_username === undefined ? {} : { username: String(basic_auth_username ?? '') }),
		...(basic_auth_password === undefined ? {} : { password: String(basic_auth_password ?? '') }),
	};
}
