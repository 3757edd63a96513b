import { ApiError } from '../../errors/ApiError';
import { clock } from '../clock';
import { ownSignal } from '../ownSignal';

import { Places } from './places';

/** Chargebee runs so many exports of a site at a time and refuses the start of another. */
const EXPORTS_AT_ONCE = 5;

const sites = new Map<string, Places>();

/** Whose exports they are, and how long to wait for a place. */
interface ExportPlaceWanted {
	/** The site. */
	readonly origin: string;
	/** Milliseconds. */
	readonly longest: number;
	readonly signal: AbortSignal | undefined;
}

/**
 * Runs `work` as one of the five exports that this process has under way at a site. It holds back exports alone: what
 * an export waits for, updates and lists need not.
 *
 * @returns the result, or `canceled` where the execution was stopped before a place was free
 * @throws ApiError where no place was free for the longest wait
 */
export async function withinExportPlace<Result>(
	{ origin, longest, signal: execution }: ExportPlaceWanted,
	work: () => Promise<Result>,
): Promise<Result | 'canceled'> {
	const places = sites.get(origin) ?? new Places();
	sites.set(origin, places);
	const { own, signal } = ownSignal(execution);
	const entered = new AbortController();
	void clock.sleep(longest, entered.signal).then(() => {
		if (!entered.signal.aborted) own.abort();
	});
	const result = await places
		.within({ most: EXPORTS_AT_ONCE, signal }, async () => {
			entered.abort();
			return await work();
		})
		.finally(() => {
			entered.abort();
		});
	if (result !== 'canceled' || execution?.aborted === true) return result;
	throw new ApiError(`No export was started: five are under way, and none ended within ${Math.round(longest / 1000)} s`, {
		retryable: true,
		hint: 'Chargebee runs five exports of a site at a time. Run it when others are done, or raise Maximum Wait in Options.',
	});
}
