import { RunReport } from '../../nodes/ChargebeeOrders/RunReport';

it('counts what its gates held back since the run began, each gate once', () => {
	const report = new RunReport();
	const first = { heldBack: 1_000, unanswered: 200 };
	const second = { heldBack: 0, unanswered: 0 };
	report.watch(first);
	Object.assign(first, { heldBack: 1_500, unanswered: 230 });
	report.watch(first);
	report.watch(second);
	Object.assign(first, { heldBack: 1_600, unanswered: 270 });
	Object.assign(second, { heldBack: 7, unanswered: 9 });
	expect([report.rateLimitWait, report.outageWait]).toEqual([607, 79]);
});

it('begins with nothing, and with results that are stored', () => {
	const { isStored, notes, rateLimitWait, outageWait } = new RunReport();
	expect({ isStored, notes, rateLimitWait, outageWait }).toEqual({
		isStored: true,
		notes: [],
		rateLimitWait: 0,
		outageWait: 0,
	});
});
