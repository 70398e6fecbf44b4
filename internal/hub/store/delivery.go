package store

import (
	"net/http"
	"time"
)

// Delivery is one attempt to hand an App a webhook. A redelivery has the same GUID and another ID.
type Delivery struct {
	ID              int64
	GUID            string
	App             *App
	InstallationID  int64
	RepositoryID    int64
	Event, Action   string
	URL             string
	RequestHeaders  http.Header
	Payload         []byte
	StatusCode      int // 0: no answer
	Status          string
	ResponseHeaders http.Header
	ResponseBody    []byte
	Duration        time.Duration
	DeliveredAt     time.Time
	Redelivery      bool
}

// AddDelivery keeps an attempt, for the deliveries API. It sets the ID.
func (s *Store) AddDelivery(d *Delivery) {
	d.ID = s.newID("delivery")
	s.deliveries = append(s.deliveries, d)
}

// Deliveries are an App's, newest first.
func (s *Store) Deliveries(app *App) []*Delivery {
	var out []*Delivery
	for i := len(s.deliveries) - 1; i >= 0; i-- {
		if s.deliveries[i].App == app {
			out = append(out, s.deliveries[i])
		}
	}
	return out
}

// Delivery is an App's attempt with this id, nil where there is none.
func (s *Store) Delivery(app *App, id int64) *Delivery {
	for _, d := range s.deliveries {
		if d.App == app && d.ID == id {
			return d
		}
	}
	return nil
}
