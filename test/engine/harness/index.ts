export type { LogLine } from './engine';
export { runNode, type NodeRun, type NodeRunOptions } from './runNode';
