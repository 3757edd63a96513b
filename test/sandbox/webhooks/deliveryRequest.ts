import type { SandboxEvent } from '../events/event';
import { eventBody } from '../events/event';
import type { Endpoint } from './endpointTable';
import type { DeliveryRequest } from './sendDelivery';

/** What differs from the delivery that Chargebee would send. */
export interface ForgedDelivery {
	username?: string;
	password?: string;
	/** They take the place of those of the same name, in lower case; without a value a header is not sent. */
	headers?: Readonly<Record<string, string | undefined>>;
	/** A string is sent as it is, anything else as JSON. */
	body?: unknown;
}

/** The request that delivers an event to an endpoint. */
export function deliveryRequest(
	event: SandboxEvent,
	{ attributes, auth }: Endpoint,
	{ username = auth.username, password = auth.password, headers, body: content }: ForgedDelivery = {},
): DeliveryRequest {
	const sent = content ?? eventBody(event, attributes.api_version);
	const body = typeof sent === 'string' ? sent : JSON.stringify(sent);
	const credentials = Buffer.from(`${username}:${password}`).toString('base64');
	return {
		url: attributes.url,
		headers: {
			'content-type': 'application/json;charset=utf-8',
			'content-length': String(Buffer.byteLength(body)),
			'user-agent': 'ChargeBee',
			connection: 'close',
			authorization: username === '' ? undefined : `Basic ${credentials}`,
			...headers,
		},
		body,
	};
}
