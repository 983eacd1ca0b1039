import { type Composition, startFiveProcesses } from '../harness/composition';
import { describeFlows } from './describe-flows';

describeFlows('five processes on Kafka, PostgreSQL and Redis', (): Promise<Composition> => startFiveProcesses());
