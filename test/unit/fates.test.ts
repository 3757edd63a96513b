import { ApiError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import { countFates, nothingSent, progressOf } from '../../nodes/ChargebeeOrders/run/fates';

const fates = (done: number, unknown: number, total = 3): Parameters<typeof progressOf>[0] => ({
	done,
	unknown,
	total,
});
const again = ' Repeating them by Retry On Fail does nothing twice.';

it.each([
	[fates(0, 0), 'None of the 3 items was done.'],
	[fates(1, 0), `1 of 3 items was done before the node stopped; its output is not handed on.${again}`],
	[fates(2, 0), `2 of 3 items were done before the node stopped; their output is not handed on.${again}`],
	[fates(0, 2), 'Of 2 more it is not known whether Chargebee did the work.'],
	[
		fates(1, 1),
		`1 of 3 items was done before the node stopped; its output is not handed on. Of 1 more it is not known whether Chargebee did the work.${again}`,
	],
	[fates(0, 0, 1), undefined],
])('of %j: %s', (counts, text) => {
	expect(progressOf(counts, 'order')).toBe(text);
	expect(progressOf(counts, 'export')).toBe(text?.replace(again, ''));
});

it.each([
	[1, fates(0, 0), 'Nothing was sent: all 3 items are checked before the first one is sent.'],
	[
		2,
		fates(0, 0),
		'Nothing was sent: all 3 items are checked before the first one is sent. 1 more is refused as well.',
	],
	[
		3,
		fates(0, 0),
		'Nothing was sent: all 3 items are checked before the first one is sent. 2 more are refused as well.',
	],
	[1, fates(0, 0, 1), undefined],
])('of %i that were refused before the first was sent, of %j: %s', (refused, counts, text) => {
	expect(nothingSent(refused, counts, 'order')).toBe(text);
});

it('nobody is told that nothing was sent where an earlier try of Retry On Fail did send', () => {
	expect(nothingSent(1, fates(1, 0), 'order')).toContain('1 of 3 items was done');
	expect(nothingSent(1, fates(0, 1), 'order')).toContain('Of 1 more it is not known');
});

it('what is done or not known is counted over all tries, and the reported item is not one more', () => {
	const lost = new ApiError('No answer', { outcomeUnknown: true });
	const refused = new ApiError('Not found', { outcomeUnknown: false });
	const failures = [lost, lost, lost, refused].map((reason, at) => ({ index: at + 2, reason }));
	const keys = { fateOf: (index: number) => ({ 7: 'done' as const, 8: 'unknown' as const })[index] };
	expect(countFates(10, [[], undefined], failures, keys)).toEqual({ done: 2, unknown: 3, total: 10 });
});
