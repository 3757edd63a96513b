import type { ScalarParameter } from '../../../nodes/ChargebeeOrders/api/parameter';
import { responseSchemaTypes } from '../../../nodes/ChargebeeOrders/api/enumerations';
import { endpointEventTypes } from '../events/eventTypes';
import { wrongValue } from '../requests/apiError';
import type { Values } from '../requests/parameters';
import { readForm } from '../requests/parameters';
import { readChoice } from '../requests/scalar';
import type { ApiCall } from '../site';
import type { WebhookPorts } from '../siteSettings';

const versions = ['v1', 'v2'] as const;

/** What create and update take, but for `enabled_events`. */
const scalars: readonly ScalarParameter[] = [
	{ name: 'name', kind: 'string', maxLength: 50, description: 'Name' },
	{ name: 'api_version', kind: 'enum', values: versions, description: 'Version of the content' },
	{ name: 'url', kind: 'string', maxLength: 512, description: 'Where deliveries go' },
	{ name: 'primary_url', kind: 'boolean', description: 'Whether it is the primary one' },
	{ name: 'disabled', kind: 'boolean', description: 'Whether it gets no deliveries' },
	{ name: 'basic_auth_password', kind: 'string', maxLength: 250, description: 'Password of deliveries' },
	{ name: 'basic_auth_username', kind: 'string', maxLength: 250, description: 'User name of deliveries' },
	{ name: 'send_card_resource', kind: 'boolean', description: 'Whether cards are among the content' },
];

const createParameters: readonly ScalarParameter[] = [
	...scalars.map((parameter) => ({ ...parameter, required: parameter.name === 'name' || parameter.name === 'url' })),
	{
		name: 'chargebee_response_schema_type',
		kind: 'enum',
		values: responseSchemaTypes,
		description: 'Schema of the content',
	},
];

const portsOfChargebee: readonly string[] = ['80', '443', '8080', '8443'];

/** What a form says of an endpoint: its values, and the events if any were sent. */
export interface EndpointForm {
	fields: Values;
	events: string[] | undefined;
}

/** Reads the form of `POST /webhook_endpoints`. */
export function readNewEndpoint(call: ApiCall, ports: WebhookPorts): EndpointForm {
	return readEndpointForm(call, createParameters, ports);
}

/** Reads the form of `POST /webhook_endpoints/{id}`: what is not sent stays as it is. */
export function readEndpointChanges(call: ApiCall, ports: WebhookPorts): EndpointForm {
	return readEndpointForm(call, scalars, ports);
}

/** Events are encoded with an index, `enabled_events[0]`; another form of them is noted as unknown. */
function readEndpointForm(call: ApiCall, parameters: readonly ScalarParameter[], ports: WebhookPorts): EndpointForm {
	const rest: Array<[string, string]> = [];
	const events = new Map<string, string>();
	for (const [name, value] of call.pairs) {
		if (!/^enabled_events\[\d+\]$/.test(name)) {
			rest.push([name, value]);
			continue;
		}
		if (events.has(name)) call.entry.violations.push(`${name} was sent twice`);
		events.set(name, readChoice(name, value, endpointEventTypes));
	}
	const { fields } = readForm(rest, { parameters }, call.entry);
	for (const name of ['name', 'url']) if (fields[name] === null) throw wrongValue(name, 'cannot be blank');
	if (typeof fields.url === 'string') checkUrl(fields.url, ports);
	return { fields, events: events.size === 0 ? undefined : [...events.values()] };
}

/** Whether Chargebee also refuses http and private hosts is not documented; here it does not. */
function checkUrl(text: string, ports: WebhookPorts): void {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !['http:', 'https:'].includes(url.protocol)) throw wrongValue('url', 'invalid url');
	if (ports === 'chargebee' && url.port !== '' && !portsOfChargebee.includes(url.port))
		throw wrongValue('url', `the port should be one of ${portsOfChargebee.join(', ')}`);
}
