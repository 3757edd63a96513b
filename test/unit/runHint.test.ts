import { runHint } from '../../nodes/ChargebeeOrders/run/hint';
import { RunReport } from '../../nodes/ChargebeeOrders/RunReport';

const reportOf = (counts: Partial<RunReport>, waits = { heldBack: 0, unanswered: 0 }): RunReport => {
	const report = Object.assign(new RunReport(), counts);
	const gate = { heldBack: 0, unanswered: 0 };
	report.watch(gate);
	Object.assign(gate, waits);
	return report;
};

it.each([
	[reportOf({ requests: 13 }), 1_204, 0, '1,204 items, 13 requests.'],
	[reportOf({ requests: 1 }), 1, 0, '1 item, 1 request.'],
	[reportOf({}), 0, 1, '0 items, 1 of them failed, 0 requests.'],
	[reportOf({ requests: 2, retries: 1 }), 2, 0, '2 items, 2 requests, 1 of them repeated.'],
	[reportOf({ requests: 3_000, retries: 2_000 }), 2, 0, '2 items, 3,000 requests, 2,000 of them repeated.'],
	[
		reportOf({ requests: 2, replays: 1 }),
		2,
		0,
		'2 items, 2 requests, 1 answer of Chargebee to work done before, which was not done twice.',
	],
	[
		reportOf({ requests: 2, replays: 2 }),
		2,
		0,
		'2 items, 2 requests, 2 answers of Chargebee to work done before, which was not done twice.',
	],
	[reportOf({}, { heldBack: 999, unanswered: 999 }), 2, 0, '2 items, 0 requests.'],
	[
		reportOf({}, { heldBack: 1_000, unanswered: 2_600 }),
		2,
		0,
		'2 items, 0 requests, 1 s waited for the rate limit, 3 s waited for Chargebee to answer again.',
	],
	[
		reportOf({}, { heldBack: 0, unanswered: 1_000 }),
		2,
		0,
		'2 items, 0 requests, 1 s waited for Chargebee to answer again.',
	],
	[reportOf({ validated: 1 }), 1, 0, '1 item, 0 requests. Validate Only: nothing was sent for 1 item.'],
	[reportOf({ validated: 2 }), 2, 0, '2 items, 0 requests. Validate Only: nothing was sent for 2 items.'],
	[reportOf({ cutLists: 1 }), 2, 0, '2 items, 0 requests. There are more: Limit cut the list.'],
	[reportOf({ notes: ['A.', 'B.'] }), 2, 0, '2 items, 0 requests. A. B.'],
	[reportOf({ notes: ['A.', 'B.', 'C.', 'D.', 'E.'] }), 2, 0, '2 items, 0 requests. A. B. C. D. E.'],
	[
		reportOf({ notes: ['A.', 'B.', 'C.', 'D.', 'E.', 'F.'] }),
		2,
		0,
		'2 items, 0 requests. A. B. C. D. E. And 1 export more.',
	],
	[
		reportOf({ notes: ['A.', 'B.', 'C.', 'D.', 'E.', 'F.', 'G.'] }),
		2,
		0,
		'2 items, 0 requests. A. B. C. D. E. And 2 exports more.',
	],
])('a run is told of in a sentence or two (%#)', (report, items, failed, text) => {
	expect(runHint(report, items, failed)).toBe(text);
});
