package main

import (
	"errors"
	"syscall"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/internal/completion"
)

// The calls of the format that are about completion queues.
var queueCalls = map[string]func(*interpreter, arguments, string) answer{
	"queue":       (*interpreter).queue,
	"submit":      onQueue(submit),
	"complete":    onQueue(says("completed", (*completion.Queue).Complete)),
	"cancel":      onQueue(says("cancelled", (*completion.Queue).Cancel)),
	"drain":       onQueue(drain),
	"take":        onQueue(take),
	"drop_result": onQueue(dropResult),
	"readable":    onQueue(readable),
	"close_queue": onQueue(func(q *namedQueue, _ arguments) answer { return or(q.Close(), done()) }),
}

// namedQueue is a queue, and the results of its drained records by token.
type namedQueue struct {
	*completion.Queue
	results map[int64]int64
}

func (i *interpreter) queue(args arguments, name string) answer {
	queue, err := completion.New(i.runtime, args.Capacity)
	if err != nil {
		return refused(err)
	}
	i.queues[name] = &namedQueue{queue, map[int64]int64{}}
	return done()
}

func onQueue(call func(*namedQueue, arguments) answer) func(*interpreter, arguments, string) answer {
	return func(i *interpreter, args arguments, _ string) answer {
		queue, ok := i.queues[args.Queue]
		if !ok {
			return absent()
		}
		return call(queue, args)
	}
}

func submit(queue *namedQueue, args arguments) answer {
	how := completion.AtOnce
	if args.Held {
		how = completion.Held
	}
	accepted, err := queue.Submit(args.Token, args.Data, how)
	if !accepted {
		return or(err, answer{"full": true})
	}
	return or(err, answer{"accepted": true})
}

func says(word string, act func(*completion.Queue, int64) (bool, error)) func(*namedQueue, arguments) answer {
	return func(queue *namedQueue, args arguments) answer {
		found, err := act(queue.Queue, args.Token)
		return or(err, answer{word: found})
	}
}

func drain(queue *namedQueue, args arguments) answer {
	most := 64
	if args.Most != nil {
		most = *args.Most
	}
	drained, err := queue.Drain(nil, most)
	records := []answer{}
	for _, record := range drained {
		status := backstay.Status(record.Status)
		records = append(records, answer{"token": record.Token, "status": status.String(), "length": record.Length})
		if earlier, ok := queue.results[record.Token]; ok {
			_ = queue.Drop(earlier) // nobody can name it any more; it may be used up already
			delete(queue.results, record.Token)
		}
		if status == backstay.StatusOk {
			queue.results[record.Token] = record.Result
		}
	}
	return or(err, answer{"records": records})
}

func take(queue *namedQueue, args arguments) answer {
	result, ok := queue.results[args.Token]
	if !ok {
		return absent()
	}
	data, err := queue.Take(result)
	return or(err, answer{"data": string(data)})
}

func dropResult(queue *namedQueue, args arguments) answer {
	result, ok := queue.results[args.Token]
	if !ok {
		return absent()
	}
	return or(queue.Drop(result), done())
}

// readable asks the descriptor, without waiting.
func readable(queue *namedQueue, _ arguments) answer {
	fd, err := queue.Descriptor()
	if err != nil {
		return refused(err)
	}
	for {
		var set syscall.FdSet
		set.Bits[fd/64] = 1 << (fd % 64)
		count, err := syscall.Select(fd+1, &set, nil, nil, &syscall.Timeval{})
		// Go's scheduler interrupts threads by a signal.
		if !errors.Is(err, syscall.EINTR) {
			return or(err, answer{"readable": count == 1})
		}
	}
}
