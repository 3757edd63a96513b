import type { Draws } from '../sandbox/seed/random';

const BEGIN = 1_600_000_000;
const DAY = 86_400;

/** Ways in which orders may be spread over time, as unix seconds. */
const shapes: Readonly<Record<string, (draws: Draws, count: number) => number[]>> = {
	even(draws, count) {
		const span = draws.pick([count, DAY, 100 * DAY, 2000 * DAY]);
		return times(count, () => BEGIN + draws.below(span));
	},
	growing(draws, count) {
		const span = draws.pick([DAY, 1000 * DAY]);
		return times(count, () => BEGIN + Math.floor(span * Math.sqrt(Math.sqrt(draws.next()))));
	},
	billingRuns(draws, count) {
		const runs = 1 + draws.below(20);
		const every = draws.pick([2, 3600, 30 * DAY]);
		return times(count, () =>
			draws.below(5) === 0 ? BEGIN + draws.below(runs * every) : BEGIN + draws.below(runs) * every,
		);
	},
	crowdedHour(draws, count) {
		const hour = BEGIN + draws.below(900 * DAY);
		return times(count, () => (draws.below(20) === 0 ? BEGIN + draws.below(900 * DAY) : hour + draws.below(3600)));
	},
	oneSecond(draws, count) {
		const [second, around] = [BEGIN + draws.below(1000), draws.below(count)];
		return times(count, (index) => (index < around ? second - 500 + draws.below(1000) : second));
	},
	crowdedEnds(draws, count) {
		const span = 400 * DAY;
		return times(count, () => BEGIN + draws.pick([draws.below(60), draws.below(span), span - draws.below(60)]));
	},
};

function times(count: number, draw: (index: number) => number): number[] {
	return Array.from({ length: count }, (_, index) => draw(index));
}

/** The names of the ways. */
export const shapeNames = Object.keys(shapes);

/** So many moments, spread in one of the ways. */
export function creationTimes(shape: string, draws: Draws, count: number): number[] {
	return shapes[shape]?.(draws, count) ?? [];
}
