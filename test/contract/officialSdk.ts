import Chargebee from 'chargebee';
import { createRequire } from 'node:module';

import type { ApiVersion } from '../../nodes/ChargebeeOrders/api/parameter';

type SdkMethod = (...args: readonly unknown[]) => Promise<unknown>;

/** The resources of Chargebee's official SDK that the nodes work with, without the types of their parameters. */
export interface Sdk {
	order: Readonly<Record<string, SdkMethod>>;
	export: Readonly<Record<string, SdkMethod>>;
	event: Readonly<Record<string, SdkMethod>>;
	webhookEndpoint: Readonly<Record<string, SdkMethod>>;
}

/** The SDK's name of each operation of the node that is one request. */
export const sdkNames = {
	order: {
		assignOrderNumber: 'assignOrderNumber',
		cancel: 'cancel',
		create: 'create',
		createRefundableCreditNote: 'createRefundableCreditNote',
		delete: 'delete',
		get: 'retrieve',
		getAll: 'list',
		getAllForInvoice: 'ordersForInvoice',
		import: 'importOrder',
		reopen: 'reopen',
		resend: 'resend',
		update: 'update',
	},
	export: { get: 'retrieve' },
} as const;

/** The SDK's method for an export: `creditNotes` for `credit_notes`. */
export function sdkExport(value: string): string {
	return value.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The official SDK, pointed at a server on this machine. */
export function officialSdk(url: string, version: ApiVersion = 'v2', more: object = {}): Sdk {
	const { hostname, port } = new URL(url);
	const configuration = {
		site: hostname,
		hostSuffix: '',
		protocol: 'http',
		port: Number(port),
		apiKey: 'k',
		apiPath: `/api/${version}`,
		...more,
	};
	return new Chargebee(configuration as ConstructorParameters<typeof Chargebee>[0]) as unknown as Sdk;
}

/** The part of JSON Schema in which the SDK and Chargebee's OpenAPI documents describe parameters. */
export interface JsonSchema {
	type?: string;
	format?: string;
	pattern?: string;
	enum?: string[];
	minLength?: number;
	maxLength?: number;
	minimum?: number;
	maximum?: number;
	items?: JsonSchema;
	properties?: Record<string, JsonSchema>;
	required?: string[];
}

interface ZodSchema {
	shape: Record<string, ZodSchema>;
	safeParse(value: unknown): { success: boolean };
}

interface Zod {
	toJSONSchema(schema: ZodSchema, options: { io: 'input' }): JsonSchema;
}

// The SDK exports its entry alone; its inner files are found from there, zod in its own node_modules.
const innerModule = createRequire(require.resolve('chargebee'));

const schemaModules: Readonly<Record<keyof Sdk, string>> = {
	order: './schema/order.schema.js',
	export: './schema/export.schema.js',
	event: './schema/event.schema.js',
	webhookEndpoint: './schema/webhook_endpoint.schema.js',
};

/** The SDK's zod schema of the parameters of a method; none where the method has no parameters. */
export function zodSchema(resource: keyof Sdk, method: string): ZodSchema | undefined {
	const pascal = [method, resource].map((name) => name.charAt(0).toUpperCase() + name.slice(1)).join('');
	return (innerModule(schemaModules[resource]) as Record<string, ZodSchema>)[`${pascal}BodySchema`];
}

/** The same as JSON Schema. */
export function parameterSchema(resource: keyof Sdk, method: string): JsonSchema {
	const schema = zodSchema(resource, method);
	return schema === undefined ? {} : (innerModule('zod') as { z: Zod }).z.toJSONSchema(schema, { io: 'input' });
}

/** A request of the SDK's table of endpoints: `POST /orders/{id}/cancel`. */
export interface Endpoint {
	name: string;
	method: string;
	path: string;
}

type EndpointRow = readonly [
	name: string,
	method: string,
	prefix: string,
	suffix: string | null,
	hasId: boolean,
	...rest: unknown[],
];

/** Every request that the SDK knows of a resource. */
export function sdkEndpoints(resource: keyof Sdk): Endpoint[] {
	const { Endpoints } = innerModule('./resources/api_endpoints.js') as {
		Endpoints: Record<keyof Sdk, readonly EndpointRow[]>;
	};
	return Endpoints[resource].map(([name, method, prefix, suffix, hasId]) => ({
		name,
		method,
		path: `${prefix}${hasId ? '/{id}' : ''}${suffix ?? ''}`,
	}));
}

/** The SDK's own encoder of forms. It changes what it is given. */
export function sdkForm(input: object): string {
	const { encodeParams } = innerModule('./util.js') as { encodeParams(input: object): string };
	return encodeParams(structuredClone(input));
}
