import type { INodeParameters } from 'n8n-workflow';

import type { ExportType } from '../../nodes/ChargebeeOrders/api/exports/ExportType';
import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { filterName, type Filter } from '../../nodes/ChargebeeOrders/api/filters';
import type { ScalarParameter } from '../../nodes/ChargebeeOrders/api/parameter';
import { allOperands, editorEntry } from './filterOperands';
import { nodeRequests, only } from './nodeRequests';
import { officialSdk, sdkExport } from './officialSdk';
import type { RecordedRequest, RecordingServer } from './recordingServer';
import { startRecordingServer } from './recordingServer';

/** Every export against the requests of Chargebee's official SDK, from the editor and from JSON. */
let server: RecordingServer;

beforeAll(async () => {
	server = await startRecordingServer();
});
afterAll(() => server.close());

const start = { resource: 'export', operation: 'start' };

async function ours(parameters: INodeParameters): Promise<Partial<RecordedRequest>> {
	return bytes(only(await nodeRequests(server, parameters)));
}

async function theirs(exportType: string, input: object): Promise<Partial<RecordedRequest>> {
	await officialSdk(server.url).export[sdkExport(exportType)]?.(structuredClone(input));
	return bytes(only(server.take()));
}

/** What both must agree on, byte for byte. */
function bytes({ method, path, query, body }: RecordedRequest): Partial<RecordedRequest> {
	return { method, path, query, body };
}

function valueFor({ kind, values = [], minimum = 2026 }: ScalarParameter): string | number | boolean {
	if (kind === 'enum') return values.at(-1) ?? '';
	if (kind === 'boolean') return false;
	return kind === 'integer' ? minimum : 'EUR';
}

function fieldsOf(parameters: readonly ScalarParameter[]): Record<string, string | number | boolean> {
	return Object.fromEntries(parameters.map((parameter) => [parameter.name, valueFor(parameter)]));
}

/** The fields without which the export is refused, and all the others in their collection. */
function stored({ value, parameters }: ExportType, which: 'required' | 'all'): INodeParameters {
	const required = parameters.filter((parameter) => parameter.required === true);
	const optional = parameters.filter((parameter) => parameter.required !== true);
	return {
		...start,
		exportType: value,
		...fieldsOf(required),
		...(which === 'all' && optional.length > 0 ? { fields: fieldsOf(optional) } : {}),
	};
}

describe.each(exportTypes)('the export of $value sends what the SDK sends', (type) => {
	const { value, parameters, filters } = type;
	const needed = fieldsOf(parameters.filter(({ required }) => required === true));

	it('with every operator of every filter, from the editor', async () => {
		const byName = (filter: Filter): [string, INodeParameters[]] => [
			filterName(filter),
			filter.operators.map((operator) => editorEntry(filter, operator)),
		];
		const given = Object.fromEntries(filters.map(byName)) as INodeParameters;
		const sdk = await theirs(value, { ...needed, ...allOperands(filters) });
		const node = await ours({ ...stored(type, 'required'), filters: given });
		const fields = (body = ''): string[] => body.split('&').sort();
		expect({ ...node, body: fields(node.body) }).toEqual({ ...sdk, body: fields(sdk.body) });
		const operators = filters.reduce((sum, filter) => sum + filter.operators.length, 0);
		expect(fields(sdk.body)).toHaveLength(operators + Object.keys(needed).length);
	});

	it('with everything that it takes, from JSON', async () => {
		const operands = allOperands(filters);
		const json = { specifyFilters: 'json', filtersJson: JSON.stringify(operands) };
		// The SDK writes the fields in the order of its input, the node the required ones first.
		const required = [...parameters].sort((a, b) => Number(b.required === true) - Number(a.required === true));
		expect(await ours({ ...stored(type, 'all'), ...json })).toEqual(
			await theirs(value, { ...fieldsOf(required), ...operands }),
		);
	});

	it('without filters', async () => {
		expect(await ours(stored(type, 'required'))).toEqual(await theirs(value, needed));
	});
});

describe('an export', () => {
	it('is one of orders where nothing is said, as in workflows that were stored before there were others', async () => {
		const filters = { order__status: [{ operator: 'in', values: ['queued'] }], total: [{ operator: 'gt', value: 5 }] };
		const sdk = await theirs('orders', { order: { status: { in: ['queued'] } }, total: { gt: 5 } });
		expect(await ours({ ...start, filters })).toEqual(sdk);
	});

	it('is read by its ID as the SDK does', async () => {
		await officialSdk(server.url).export.retrieve?.('e 1');
		const sdk = bytes(only(server.take()));
		expect(await ours({ resource: 'export', operation: 'get', exportId: 'e 1' })).toEqual(sdk);
	});
});
