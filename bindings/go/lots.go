package backstay

import (
	"slices"
	"sync"
)

// Where goroutines park until an exit of another gives them a place. One for the process, by the number of the lot, since several
// policies may share a queue.
var lots = parkingLots{parked: map[int64][]*place{}}

type parkingLots struct {
	lock   sync.Mutex
	parked map[int64][]*place // by lot, the lowest ticket first
}

// place is one parked caller.
type place struct {
	lot    int64
	ticket int64
	woken  bool
	wake   chan struct{} // holds one wake
}

// park registers a caller, who then must ask once more before it sleeps.
func (l *parkingLots) park(lot, ticket int64) *place {
	parked := &place{lot: lot, ticket: ticket, wake: make(chan struct{}, 1)}
	l.lock.Lock()
	defer l.lock.Unlock()
	at, _ := slices.BinarySearchFunc(l.parked[lot], ticket, func(p *place, ticket int64) int {
		if p.ticket < ticket {
			return -1
		}
		return 1
	})
	l.parked[lot] = slices.Insert(l.parked[lot], at, parked)
	return parked
}

// leave takes a registration back. A wake that came while the caller didn't sleep for it may have been meant for another, so it is
// passed on.
func (l *parkingLots) leave(parked *place, used bool) {
	l.lock.Lock()
	defer l.lock.Unlock()
	left := slices.DeleteFunc(l.parked[parked.lot], func(p *place) bool { return p == parked })
	if len(left) == 0 {
		delete(l.parked, parked.lot)
	} else {
		l.parked[parked.lot] = left
	}
	if parked.woken && !used {
		l.wakeOne(parked.lot)
	}
}

// wake lets the caller ask again who has waited longest.
func (l *parkingLots) wake(lot int64) {
	if lot == 0 {
		return
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	l.wakeOne(lot)
}

// wakeAll lets everybody in the lot ask again.
func (l *parkingLots) wakeAll(lot int64) {
	if lot == 0 {
		return
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	for _, parked := range l.parked[lot] {
		parked.rouse()
	}
}

func (l *parkingLots) wakeOne(lot int64) {
	for _, parked := range l.parked[lot] {
		if !parked.woken {
			parked.rouse()
			return
		}
	}
}

func (p *place) rouse() {
	if !p.woken {
		p.woken = true
		p.wake <- struct{}{}
	}
}
