import type { Call } from '../Call';
import { encodePairs } from '../encode/form';
import { withoutKey } from '../errors/withoutKey';
import type { Operation, Prepared } from '../resources/Operation';
import { isValidateOnly, requestItem } from '../resources/validateOnly';

/** The work of one item, to be done once. */
export type Ready = Pick<Prepared, 'run'>;

/** Whatever goes wrong, the error does not hold the API key. */
async function masked<Result>({ site }: Call, work: () => Result | Promise<Result>): Promise<Result> {
	const working = async (): Promise<Result> => await work();
	return await working().catch((reason: unknown) => {
		throw withoutKey(reason, site.credential.apiKey);
	});
}

function prepared(operation: Operation, call: Call): Ready {
	const work = operation.prepare(call);
	const { request } = work;
	if (request === undefined) return work;
	// Text that no form can carry is found now, and not when items before it were sent.
	encodePairs(request.pairs);
	if (!isValidateOnly(call)) return work;
	return {
		async run() {
			call.report.validated += 1;
			return await Promise.resolve([requestItem(request)]);
		},
	};
}

/**
 * Prepares an operation for one item. All parameters are read before the first promise, so in one turn of the event
 * loop. With Validate Only the work returns the request instead of sending it.
 * @throws InputError, or n8n's error of an expression; never with the API key in it
 */
export async function prepareItem(operation: Operation, call: Call): Promise<Ready> {
	const ready = await masked(call, () => prepared(operation, call));
	return { run: async () => await masked(call, async () => await ready.run()) };
}
