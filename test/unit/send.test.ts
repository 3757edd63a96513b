import { clock } from '../../nodes/ChargebeeOrders/transport/clock';
import type { RequestFunctions } from '../../nodes/ChargebeeOrders/transport/Call';
import { gateOf } from '../../nodes/ChargebeeOrders/transport/limits/siteGate';
import { Places } from '../../nodes/ChargebeeOrders/transport/limits/places';
import { RunReport } from '../../nodes/ChargebeeOrders/transport/RunReport';
import { send } from '../../nodes/ChargebeeOrders/transport/send';

afterEach(() => jest.restoreAllMocks());

test('a request that is no longer wanted when its 429 comes closes the gate for the others all the same', async () => {
	jest.spyOn(clock, 'now').mockReturnValue(1_000_000);
	const origin = 'https://acme.example';
	const end = new AbortController();
	const httpRequestWithAuthentication = async (): Promise<unknown> => {
		// One window of several has failed while this answer was on its way.
		end.abort();
		return await Promise.resolve({ statusCode: 429, headers: { 'retry-after': '5' }, body: {} });
	};
	const sent = send(
		{
			functions: { helpers: { httpRequestWithAuthentication } } as unknown as RequestFunctions,
			site: { origin, credential: {}, custom: true },
			transport: {
				concurrency: 8,
				patience: 60_000,
				attended: false,
				timeout: 1_000,
				skipSslCertificateValidation: false,
			},
			report: new RunReport(),
			places: new Places(),
			signal: end.signal,
		},
		{ method: 'GET', version: 'v2', path: '/orders', pairs: [], headers: {} },
	);
	await expect(sent).rejects.toThrow('canceled');
	expect(gateOf(origin).closedFor(clock.now())).toBe(5_000);
});
