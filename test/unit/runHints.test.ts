import { runHints } from '../../nodes/ChargebeeOrders/run/hints';
import { RunReport } from '../../nodes/ChargebeeOrders/RunReport';

const reportOf = (counts: Partial<RunReport>, waits = { heldBack: 0, unanswered: 0 }): RunReport => {
	const report = Object.assign(new RunReport(), counts);
	const gate = { heldBack: 0, unanswered: 0 };
	report.watch(gate);
	Object.assign(gate, waits);
	return report;
};

const none = { total: 2, failed: 0 };

it.each([
	[reportOf({})],
	[reportOf({ requests: 13, pagesAtOnce: 1 })],
	[reportOf({}, { heldBack: 999, unanswered: 999 })],
])('a run that did what was asked for has no hint (%#)', (report) => {
	expect(runHints(report, none)).toEqual([]);
});

it.each([
	[reportOf({ requests: 2, retries: 1 }), '1 request was repeated.'],
	[reportOf({ requests: 2, retries: 1_200 }), '1,200 requests were repeated.'],
	[reportOf({ replays: 1 }), '1 item was already done, and not done twice.'],
	[reportOf({ replays: 2 }), '2 items were already done, and not done twice.'],
	[
		reportOf({}, { heldBack: 1_000, unanswered: 2_600 }),
		'1 s waited for the rate limit. 3 s waited for Chargebee to answer again.',
	],
	[reportOf({}, { heldBack: 0, unanswered: 1_000 }), '1 s waited for Chargebee to answer again.'],
	[reportOf({ validated: 1 }), 'Validate Only: nothing was sent for 1 item.'],
	[reportOf({ validated: 2 }), 'Validate Only: nothing was sent for 2 items.'],
	[reportOf({ requests: 108, pagesAtOnce: 8 }), 'Read by 108 requests, up to 8 at once.'],
	[reportOf({ notes: ['A.', 'B.'], retries: 2 }), 'A. B. 2 requests were repeated.'],
	[reportOf({ notes: ['A.', 'B.', 'C.', 'D.', 'E.'] }), 'A. B. C. D. E.'],
	[reportOf({ notes: ['A.', 'B.', 'C.', 'D.', 'E.', 'F.'] }), 'A. B. C. D. E. And 1 export more.'],
	[reportOf({ notes: [...'ABCDEFG'].map((name) => `${name}.`) }), 'A. B. C. D. E. And 2 exports more.'],
])('what there is to say of a run stands in one hint (%#)', (report, message) => {
	expect(runHints(report, none)).toEqual([{ type: 'info', message, location: 'outputPane' }]);
});

it.each([
	[reportOf({}), { total: 1, failed: 1 }, '1 of 1 item failed.'],
	[reportOf({}), { total: 1_204, failed: 3 }, '3 of 1,204 items failed.'],
	[reportOf({ warnings: ['A.', 'B.'] }), { total: 3, failed: 1 }, '1 of 3 items failed. A. B.'],
	[reportOf({ warnings: [...'ABCDEF'].map((name) => `${name}.`) }), none, 'A. B. C. D. E. And 1 export more.'],
])('what to look at is a warning (%#)', (report, items, message) => {
	expect(runHints(report, items)).toEqual([{ type: 'warning', message, location: 'outputPane' }]);
});

it('a warning comes before what else there is to say', () => {
	const hints = runHints(reportOf({ warnings: ['Look.'], notes: ['Known.'] }), none);
	expect(hints.map(({ type, message }) => [type, message])).toEqual([
		['warning', 'Look.'],
		['info', 'Known.'],
	]);
});

it('names of files are shown as they are: hints are HTML', () => {
	const [hint] = runHints(reportOf({ notes: ['<img src=x> & <b>Co</b>'] }), none);
	expect(hint?.message).toBe('&lt;img src=x&gt; &amp; &lt;b&gt;Co&lt;/b&gt;');
});
