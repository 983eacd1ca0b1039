import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToasts } from '../shell/toasts';
import { useSession } from '../session/session-context';
import { type ApiRequest, asProblem, send } from './client';
import { Problem } from './problem';
import type { ServiceName } from './use-service-query';

interface Options<Variables, Answer> {
  request: (variables: Variables) => ApiRequest;
  /** Said when it worked. */
  success?: string | ((answer: Answer, variables: Variables) => string);
  /** Services whose data may have changed. */
  changes: ServiceName[];
  onSuccess?: (answer: Answer, variables: Variables) => void;
  /** True where the form shows the refusal itself. */
  quiet?: boolean;
}

const passing = (error: unknown) => error instanceof Problem && (error.status === 0 || error.status === 503);

/** Changes something; one intent keeps one Idempotency-Key over its attempts. */
export function useServiceMutation<Variables = void, Answer = unknown>(options: Options<Variables, Answer>) {
  const client = useQueryClient();
  const { engagementId } = useSession();
  const toasts = useToasts();
  return useMutation<Answer, Error, Variables>({
    mutationFn: async (variables) => {
      const request = options.request(variables);
      const idempotencyKey =
        request.idempotencyKey ??
        (request.method === 'POST' ? `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}` : undefined);
      try {
        return await send<Answer>({ ...request, idempotencyKey });
      } catch (error) {
        if (!passing(error) || !idempotencyKey) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1200));
        return send<Answer>({ ...request, idempotencyKey });
      }
    },
    onSuccess: async (answer, variables) => {
      const words = typeof options.success === 'function' ? options.success(answer, variables) : options.success;
      if (words) toasts.say('ok', words);
      options.onSuccess?.(answer, variables);
      await Promise.all(options.changes.map((service) => client.invalidateQueries({ queryKey: [engagementId, service] })));
    },
    onError: (error) => {
      const problem = asProblem(error);
      if (problem.status === 409 || problem.status === 412)
        for (const service of options.changes) void client.invalidateQueries({ queryKey: [engagementId, service] });
      if (!options.quiet) toasts.say('bad', problem.message, problem.remedy);
    },
  });
}
