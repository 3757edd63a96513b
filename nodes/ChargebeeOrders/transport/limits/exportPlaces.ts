import { clock } from '../../async/clock';
import { ownSignal } from '../../async/ownSignal';
import { Places } from '../../async/places';
import type { Requester } from '../../Call';
import { ApiError, CanceledError } from '../../errors/ApiError';

/** Chargebee runs five exports of a site at a time and refuses the start of another. */
const EXPORTS_AT_ONCE = 5;

/** The exports of one site. */
interface SiteExports {
	readonly places: Places;
	/** Until when none starts, in milliseconds since 1970. */
	pausedUntil: number;
}

const sites = new Map<string, SiteExports>();

function exportsOf(origin: string): SiteExports {
	const found = sites.get(origin) ?? { places: new Places(), pausedUntil: 0 };
	sites.set(origin, found);
	return found;
}

/** Lets no export start at a site for `delay` milliseconds: while Chargebee refuses one, it refuses others. Nothing else waits. */
export function pauseExportStarts(origin: string, delay: number): void {
	const exports = exportsOf(origin);
	exports.pausedUntil = Math.max(exports.pausedUntil, clock.now() + delay);
}

/** Waits until exports may start at a site, also where the pause grows meanwhile; returns when the signal aborts. */
export async function exportStartsPause({ site, signal }: Pick<Requester, 'site' | 'signal'>): Promise<void> {
	const exports = exportsOf(site.origin);
	while (signal?.aborted !== true && clock.now() < exports.pausedUntil) {
		await clock.sleep(exports.pausedUntil - clock.now(), signal);
	}
}

/**
 * Runs `work` as one of the five exports that this process has under way at a site. Only exports wait for a place here;
 * updates and lists do not.
 *
 * @param longest how long to wait for a place, in milliseconds
 * @throws ApiError where no place was free in that time; CanceledError when n8n stops the execution before one was
 */
export async function withinExportPlace<Result>(
	{ site: { origin }, signal: execution }: Pick<Requester, 'site' | 'signal'>,
	longest: number,
	work: () => Promise<Result>,
): Promise<Result> {
	const { places } = exportsOf(origin);
	const { own, signal } = ownSignal(execution);
	const entered = new AbortController();
	void clock.sleep(longest, AbortSignal.any([entered.signal, signal])).then(() => own.abort());
	const outcome = await places.within({ most: EXPORTS_AT_ONCE, signal }, async () => {
		entered.abort();
		return await work();
	});
	if (outcome !== 'canceled') return outcome;
	if (execution?.aborted === true) throw new CanceledError();
	throw noFreePlace(longest);
}

function noFreePlace(longest: number): ApiError {
	return new ApiError(
		`No export was started: five are under way, and none of them ended within ${Math.round(longest / 1000)} s`,
		{
			retryable: true,
			hint: 'Chargebee runs five exports of a site at a time. Run it when others are done, or raise the wait: Maximum Wait of Start and Download, Rate Limit Wait of Start.',
		},
	);
}
