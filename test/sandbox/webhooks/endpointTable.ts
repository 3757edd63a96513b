import { randomUUID } from 'node:crypto';
import type { ApiVersion } from '../../../nodes/ChargebeeOrders/api/parameter';
import { ApiError } from '../requests/apiError';

const MOST_ENDPOINTS = 5;

/** The attributes of a webhook endpoint under the API's names. */
export interface EndpointAttributes {
	readonly id: string;
	name: string;
	url: string;
	api_version: ApiVersion;
	disabled: boolean;
	primary_url: boolean;
	send_card_resource: boolean;
	chargebee_response_schema_type?: string;
	/** Empty: all events. */
	enabled_events: readonly string[];
}

/** The credentials that deliveries carry. */
export interface EndpointAuth {
	username: string;
	password: string;
}

/** A webhook endpoint of the sandbox. */
export interface Endpoint {
	/** Numbers the endpoints in the order of their making. */
	readonly sequence: number;
	readonly attributes: EndpointAttributes;
	/** Without a user name deliveries carry no credentials. */
	readonly auth: EndpointAuth;
}

/** What a new endpoint can be given. */
export type EndpointDetails = Partial<Omit<EndpointAttributes, 'id'>> &
	Pick<EndpointAttributes, 'name' | 'url'> & { auth?: Partial<EndpointAuth> };

/** The webhook endpoints of the site: five at most. */
export class EndpointTable {
	private readonly endpoints = new Map<string, Endpoint>();
	private readonly prefix = `whv2_${randomUUID().slice(0, 8)}`;
	private nextSequence = 0;

	/** All endpoints, the oldest first. */
	all(): Endpoint[] {
		return [...this.endpoints.values()];
	}

	get(id: string): Endpoint | undefined {
		return this.endpoints.get(id);
	}

	/**
	 * Adds an endpoint; the first one is the primary one. A sixth is refused: with which code is not documented. Names and
	 * URLs need not be unique.
	 */
	add({ auth, ...attributes }: EndpointDetails): Endpoint {
		if (this.endpoints.size >= MOST_ENDPOINTS) {
			throw new ApiError(
				400,
				'invalid_request',
				'resource_limit_exceeded',
				`The site has ${MOST_ENDPOINTS} webhook endpoints already.`,
			);
		}
		const isFirst = this.endpoints.size === 0;
		const sequence = this.nextSequence;
		this.nextSequence += 1;
		const id = `${this.prefix}_${sequence + 1}`;
		const plain = { api_version: 'v2', disabled: false, send_card_resource: false, enabled_events: [] } as const;
		const endpoint: Endpoint = {
			sequence,
			attributes: { ...plain, ...attributes, primary_url: false, id },
			auth: { username: '', password: '', ...auth },
		};
		this.endpoints.set(id, endpoint);
		if (isFirst || attributes.primary_url === true) this.makePrimary(endpoint);
		return endpoint;
	}

	/** Makes an endpoint the primary one in place of another. */
	makePrimary(primary: Endpoint): void {
		for (const endpoint of this.endpoints.values()) endpoint.attributes.primary_url = endpoint === primary;
	}

	/** The endpoint with an ID that must be there. */
	named(id: string): Endpoint {
		const endpoint = this.endpoints.get(id);
		if (endpoint === undefined) throw new Error(`the sandbox has no webhook endpoint ${id}`);
		return endpoint;
	}

	remove({ attributes }: Endpoint): void {
		this.endpoints.delete(attributes.id);
	}
}

/** The endpoint as an answer has it: never with its credentials, and without `enabled_events` where it takes all. */
export function endpointBody({ attributes }: Endpoint): { webhook_endpoint: Record<string, unknown> } {
	const { enabled_events, ...others } = attributes;
	return {
		webhook_endpoint: {
			...others,
			enabled_events: enabled_events.length === 0 ? undefined : enabled_events,
			object: 'webhook_endpoint',
		},
	};
}

/** Whether deliveries of an event go to an endpoint. */
export function takes({ attributes }: Endpoint, eventType: string): boolean {
	const { enabled_events } = attributes;
	return enabled_events.length === 0 || enabled_events.includes(eventType);
}
