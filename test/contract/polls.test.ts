import { PollNode } from '../engine/harness/pollNode';

import { only } from './nodeRequests';
import { officialSdk } from './officialSdk';
import { startRecordingServer, type RecordedRequest, type RecordingServer } from './recordingServer';

/** The lists of events that the polling trigger reads against those of Chargebee's official SDK, byte for byte. */
let server: RecordingServer;

beforeAll(async () => {
	server = await startRecordingServer();
});
afterAll(async () => await server.close());

const types = ['order_created', 'order_updated'];

function trigger(parameters: object = {}): PollNode {
	return new PollNode({ url: server.url, apiKey: 'k' }, { events: types, ...parameters });
}

async function theirs(query: object): Promise<Partial<RecordedRequest>> {
	await officialSdk(server.url).event.list?.(query);
	return bytes(only(server.take()));
}

function bytes({ method, path, query, body }: RecordedRequest): Partial<RecordedRequest> {
	return { method, path, query, body };
}

it('the first look, and by hand: the newest events of the chosen types', async () => {
	const query = { limit: 100, event_type: { in: types }, sort_by: { desc: 'occurred_at' } };
	await trigger().register().poll();
	const begun = bytes(only(server.take()));
	await trigger()
		.byHand()
		.catch(() => undefined);
	const byHand = bytes(only(server.take()));
	const sdk = await theirs(query);
	expect([begun, byHand]).toEqual([sdk, sdk]);
});

it('every other look: the events from a second on, the oldest first, page by page', async () => {
	const query = {
		limit: 100,
		event_type: { in: types },
		occurred_at: { after: 1_799_999_999 },
		sort_by: { asc: 'occurred_at' },
	};
	server.nextOffsets.push('["1800000000000","36"]');
	await trigger({ start: 'since', since: '2027-01-15T08:00:00Z' }).register().poll();
	const ours = server.take().map(bytes);
	const { limit, ...filters } = query;
	const sdk = [await theirs(query), await theirs({ limit, offset: '["1800000000000","36"]', ...filters })];
	expect(ours).toEqual(sdk);
});
