### Units: city, communes, villages and groups in time.

## Units

units-title = Units
units-on-day = On the map of { $day }
units-count =
    { $n ->
        [one] { $n } unit
       *[other] { $n } units
    }
units-search = Find a unit; old names work too
units-empty-title = There is no unit
units-empty-text = No unit existed on this day, or the name is different.
unit-since = since { $day }
unit-until = until { $day }
unit-now-in = now part of { $name } since { $day }
unit-formerly = formerly { $name }
unit-predecessors = Came from
unit-successors = Became
unit-part = in part
unit-whole = whole
unit-population = Population { $n } ({ $year })
unit-area = { $area } km²
unit-kind-country = Country
unit-kind-city = City
unit-kind-province = Province
unit-kind-district = District
unit-kind-commune = Commune
unit-kind-ward = Ward
unit-kind-town = Township
unit-kind-village = Village
unit-kind-group = Residential group
unit-kind-body = Body
unit-kind-team = Neighbourhood team
